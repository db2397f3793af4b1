// `npm run mutation`: every change that Stryker makes to the code of a room must turn a test red. `npm run mutation -- id-token`
// takes one room. Prints the score of each and what survived; docs/security/mutation.md holds the outcome.
import { readFileSync } from "node:fs";
import { root, run } from "./run.ts";

/** What is read of a report. */
interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

const rooms = ["id-token", "jose", "schema", "dpop"];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : rooms;

for (const room of chosen) {
  const { code, output, milliseconds } = await run(process.execPath, [
    "--import",
    "tsx",
    "node_modules/@stryker-mutator/core/bin/stryker.js",
    "run",
    "--mutate",
    `src/${room}/**/*.ts`,
  ]);
  if (code !== 0) {
    console.error(output);
    process.exitCode = 1;
    continue;
  }
  const report: Report = JSON.parse(readFileSync(`${root}.cache/mutation/report.json`, "utf8"));
  const lines = Object.entries(report.files).flatMap(([path, file]) => describe(path, file));
  console.log(`\n${room}: ${score(report)}, ${Math.round(milliseconds / 60_000)} min`);
  console.log(lines.join("\n"));
}

function score({ files }: Report): string {
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const count = (...statuses: readonly string[]): number =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const killed = count("Killed", "Timeout");
  const all = killed + count("Survived", "NoCoverage");
  return `${killed} of ${all} killed (${((100 * killed) / all).toFixed(1)} %), ${count("Survived")} survived, ${count("NoCoverage")} reached by no test`;
}

function describe(path: string, { source, mutants }: Report["files"][string]): readonly string[] {
  const lines = source.split("\n");
  return mutants
    .filter(({ status }) => status === "Survived" || status === "NoCoverage")
    .map(({ status, mutatorName, replacement, location: { start, end } }) => {
      const line = lines[start.line - 1] ?? "";
      const changed = line.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined);
      return `${path}:${start.line} ${status} ${mutatorName}: ${changed} => ${replacement ?? ""}    | ${line.trim()}`;
    });
}
