import { readFileSync } from "node:fs";
import { generate } from "./pipeline.ts";
import { SpecError } from "./problems.ts";
import { readSpecs } from "./read-specs.ts";
import { findDrift, writeOutput } from "./write-output.ts";

const root = new URL("../", import.meta.url).pathname;
const mode = process.argv[2];

if (mode !== "write" && mode !== "check") {
  console.error("Usage: tsx codegen/main.ts write|check");
  process.exit(2);
}

try {
  const output = await generate(
    readSpecs(`${root}specs`),
    readFileSync(`${root}codegen/runtime/message-schema.ts`, "utf8"),
  );
  const drift = mode === "write" ? writeOutput(`${root}generated`, output) : findDrift(`${root}generated`, output);
  for (const { kind, path } of drift) console.log(`${kind} generated/${path}`);
  console.log(
    `${output.length} files from specs/, ${drift.length} ${mode === "write" ? "written or removed" : "differ"}.`,
  );
  if (mode === "check" && drift.length > 0) {
    console.error("generated/ is out of date: run `npm run generate` and commit the result.");
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof SpecError)) throw error;
  console.error(
    `${error.problems.length} problem${error.problems.length === 1 ? "" : "s"} in specs/:\n${error.message}`,
  );
  process.exitCode = 1;
}
