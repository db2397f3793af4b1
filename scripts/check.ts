// `npm run check`: every static check, as many at a time as there are processors; prints the time of each, and the output of those that fail.
import { availableParallelism } from "node:os";
import { type RunResult, run, tool } from "./run.ts";

const openapi = ["authorization-server", "client", "protected-resource"].map(
  (name) => `specs/openapi/${name}.openapi.json`,
);

/** The slowest come first, so that none is left over at the end. */
const checks: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
  ["api report", tool("tsx"), ["scripts/api-report.ts", "check"]],
  ["types of everything", tool("tsc"), ["-p", "tsconfig.json", "--noEmit"]],
  ["architecture", tool("tsx"), ["--test-reporter=spec", "scripts/test-folder.ts", "architecture"]],
  ["types of the package", tool("tsc"), ["-p", "tsconfig.build.json", "--noEmit"]],
  ["openapi", tool("redocly"), ["lint", ...openapi]],
  ["unused code", tool("knip"), ["--no-progress"]],
  ["generated", tool("tsx"), ["codegen/main.ts", "check"]],
  ["format and lint", tool("biome"), ["check", "--error-on-warnings"]],
];

const only = process.argv.slice(2);
const waiting = checks.filter(([name]) => only.length === 0 || only.includes(name));
const unknown = only.filter((name) => !checks.some(([known]) => known === name));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(", ")}. There are: ${checks.map(([name]) => name).join(", ")}.`);
  process.exit(2);
}

const total = waiting.length;
const start = performance.now();
const failed: (readonly [name: string, result: RunResult])[] = [];
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));

for (const [name, { output }] of failed) console.log(`\n──── ${name} ────\n${withoutPasses(output).trimEnd()}`);
console.log(`\n${total - failed.length} of ${total} checks passed in ${seconds(performance.now() - start)}.`);
if (failed.length > 0) process.exitCode = 1;

async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [name, command, args] = next;
    const result = await run(command, args);
    if (result.code !== 0) failed.push([name, result]);
    console.log(`${result.code === 0 ? "✔" : "✖"} ${name.padEnd(24)} ${seconds(result.milliseconds).padStart(7)}`);
  }
}

/** What a test runner writes about tests that passed helps nobody who looks for the one that did not. */
function withoutPasses(output: string): string {
  return output
    .split("\n")
    .filter((line) => !/^\s*✔ /.test(line))
    .join("\n");
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
