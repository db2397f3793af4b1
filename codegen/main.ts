import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generate } from "./pipeline.ts";
import { SpecError } from "./problems.ts";
import { readRuntime, readSpecs } from "./read-specs.ts";
import { findDrift, writeOutput } from "./write-output.ts";

interface Command {
  readonly mode: "write" | "check";
  /** Folder of the spec files. */
  readonly specs: string;
  /** Folder of the output. */
  readonly out: string;
}

const root = fileURLToPath(new URL("../", import.meta.url));
const command = readCommand(process.argv.slice(2));

if (command === undefined) {
  console.error("Usage: tsx codegen/main.ts write|check [--specs DIR] [--out DIR]");
  process.exitCode = 2;
} else {
  try {
    await run(command);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const { length } = error.problems;
    console.error(`${length} problem${length === 1 ? "" : "s"} in specs/:\n${error.message}`);
    process.exitCode = 1;
  }
}

function readCommand(args: readonly string[]): Command | undefined {
  const options = { specs: { type: "string" }, out: { type: "string" } } as const;
  try {
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [mode, ...others] = positionals;
    if ((mode !== "write" && mode !== "check") || others.length > 0) return undefined;
    return { mode, specs: values.specs ?? `${root}specs`, out: values.out ?? `${root}generated` };
  } catch {
    return undefined;
  }
}

async function run({ mode, specs, out }: Command): Promise<void> {
  const output = await generate(readSpecs(specs), readRuntime(`${root}codegen/runtime`));
  const drift = mode === "write" ? writeOutput(out, output) : findDrift(out, output);
  for (const { kind, path } of drift) console.log(`${kind} generated/${path}`);
  const done = mode === "write" ? "written or removed" : "differ";
  console.log(`${output.length} files from specs/, ${drift.length} ${done}.`);
  if (mode === "check" && drift.length > 0) {
    console.error("generated/ is out of date: run `npm run generate` and commit the result.");
    process.exitCode = 1;
  }
}
