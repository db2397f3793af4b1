import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { parseJson } from "../src/util/json.ts";
import type { RuntimeFiles, SpecFiles } from "./model.ts";
import { type SpecProblem, throwIfAny } from "./problems.ts";
import { locateSyntaxError } from "./syntax-error.ts";

/**
 * Reads every `.json` file below the folder. The only step, with `write-output`, that touches the disk.
 * @throws SpecError for broken JSON and for duplicate members
 */
export function readSpecs(folder: string): SpecFiles {
  const files = new Map<string, unknown>();
  const problems: SpecProblem[] = [];
  for (const path of jsonFiles(folder)) {
    const file = relative(folder, path).split(sep).join("/");
    const text = readFileSync(path, "utf8");
    const parsed = parseJson(text, { maxDepth: 64 });
    if (parsed.ok) files.set(file, parsed.value);
    else
      problems.push({
        file,
        pointer: parsed.pointer ?? "",
        message: `Not usable as JSON: ${parsed.reason}${parsed.reason === "syntax" ? ` (${locateSyntaxError(text)})` : ""}.`,
        remedy: "Correct the file.",
      });
  }
  throwIfAny(problems);
  return files;
}

/** Reads the modules that every output carries along. */
export function readRuntime(folder: string): RuntimeFiles {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function jsonFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return jsonFiles(path);
      return entry.name.endsWith(".json") ? [path] : [];
    })
    .sort();
}
