#!/usr/bin/env node
import { fileURLToPath } from "node:url";

const [command, ...args] = process.argv.slice(2);
const root = fileURLToPath(new URL("../../", import.meta.url));

try {
  const { generateCommand, usage } = await import("./command.ts");
  if (command === "--help" || command === "-h") {
    process.stdout.write(usage);
  } else if (command === "generate") {
    const { exitCode, output, errors } = await generateCommand(args, root);
    process.stdout.write(output);
    process.stderr.write(errors);
    process.exitCode = exitCode;
  } else {
    process.stderr.write(usage);
    process.exitCode = 2;
  }
} catch (error) {
  // The generator of types is a peer that only this command needs, so it may be missing.
  if (!(error instanceof Error) || !/Cannot find package 'json-schema-to-typescript'/.test(error.message)) throw error;
  process.stderr.write(
    "This command needs json-schema-to-typescript: npm install --save-dev json-schema-to-typescript\n",
  );
  process.exitCode = 1;
}
