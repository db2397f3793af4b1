import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { GeneratedFile } from "../model.ts";
import { SpecError } from "../problems.ts";
import { readRuntime, readSpecs } from "../read-specs.ts";
import { type Drift, findDrift, writeFiles } from "../write-output.ts";
import { banner, generateOwn, type OwnExtension } from "./generate-own.ts";

/** What the command says and how it ends. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
  readonly errors: string;
}

/**
 * `ts-identity-model generate`: compiles the JSON Schemas of a folder to types and schemas.
 * @param args - what follows `generate` on the command line
 * @param packageRoot - folder of this package, with `specs` and `codegen/runtime`
 */
export async function generateCommand(args: readonly string[], packageRoot: string): Promise<CommandResult> {
  if (args.includes("--help") || args.includes("-h")) return { exitCode: 0, output: usage, errors: "" };
  const options = readOptions(args);
  if (typeof options === "string") return { exitCode: 2, output: "", errors: `${options}\n${usage}` };
  const { specs, out, extension, check } = options;
  if (!existsSync(specs)) return { exitCode: 2, output: "", errors: `There is no folder ${specs}.\n` };
  try {
    const base = readSpecs(join(packageRoot, "specs"));
    const runtime = readRuntime(join(packageRoot, "codegen/runtime"));
    const files = await generateOwn({ own: readSpecs(specs), base, runtime, extension });
    return finish(files, { out, check });
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const lines = error.problems.map(
      ({ file, pointer, message, remedy }) =>
        `${join(specs, file)}#${pointer}: ${inFolder(message, specs)} ${inFolder(remedy, specs)}\n`,
    );
    return { exitCode: 1, output: "", errors: lines.join("") };
  }
}

/** Words in which the folder stands for `DIR`. */
function inFolder(words: string, specs: string): string {
  return words.replaceAll("DIR/", () => join(specs, "/"));
}

function finish(
  files: readonly GeneratedFile[],
  { out, check }: { readonly out: string; readonly check: boolean },
): CommandResult {
  const drift = findDrift(out, files).filter(({ kind, path }) => kind !== "removed" || isOurs(join(out, path)));
  const foreign = drift.filter(({ kind, path }) => kind === "changed" && !isOurs(join(out, path)));
  if (foreign.length > 0) {
    const names = foreign.map(({ path }) => join(out, path)).join(", ");
    return {
      exitCode: 1,
      output: "",
      errors: `Not written by this command, so not overwritten: ${names}. Choose another --out.\n`,
    };
  }
  const lines = drift.map(({ kind, path }: Drift) => `${kind} ${join(out, path)}\n`).join("");
  if (!check) {
    writeFiles(out, files, drift);
    return { exitCode: 0, output: `${lines}${files.length} files, ${drift.length} written or removed.\n`, errors: "" };
  }
  const output = `${lines}${files.length} files, ${drift.length} differ.\n`;
  const errors = drift.length === 0 ? "" : `${out} is out of date: run the command without --check.\n`;
  return { exitCode: drift.length === 0 ? 0 : 1, output, errors };
}

function isOurs(path: string): boolean {
  return readFileSync(path, "utf8").startsWith(banner);
}

interface Options {
  readonly specs: string;
  readonly out: string;
  readonly extension: OwnExtension;
  readonly check: boolean;
}

/** The options, or what is wrong with them. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        specs: { type: "string" },
        out: { type: "string" },
        extension: { type: "string" },
        check: { type: "boolean" },
      },
    });
    const { specs, out, extension = ".js", check = false } = values;
    if (specs === undefined || out === undefined) return "--specs and --out are required.";
    if (extension !== ".js" && extension !== ".ts") return "--extension is .js or .ts.";
    return { specs, out, extension, check };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What the command understands. */
export const usage = `Usage: ts-identity-model generate --specs DIR --out DIR [--check] [--extension .js|.ts]

  --specs      folder with your JSON Schemas: DIR/<name of your own>/<message>.schema.json
  --out        folder for the modules; files of other origin in it are left alone
  --check      writes nothing, exits 1 when the modules are out of date
  --extension  how the modules import each other (default .js)
  --help       prints this
`;
