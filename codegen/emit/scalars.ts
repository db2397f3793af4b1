import { textAt } from "../json.ts";
import type { GeneratedFile, SchemaFile, SpecSet } from "../model.ts";
import { camelCase } from "../names.ts";
import { header } from "./header.ts";
import { type ImportedName, printImports } from "./imports.ts";
import { docComment } from "./jsdoc.ts";
import { valueType } from "./value-type.ts";

/** Emits what checks the common scalars and lists: text with its pattern and the words for it, anything else as a function. */
export function emitScalars(specs: SpecSet): GeneratedFile {
  const files = [...specs.commons.values()];
  const imports: ImportedName[] = [{ module: "./message-schema.ts", name: "TextForm", type: true }];
  // Whatever refers to others comes after them: constants are made in the order of the module.
  const ordered = [...files.filter((file) => !refers(file)), ...files.filter(refers)];
  const constants = ordered.flatMap((file) => {
    const { text, imports: needed } = describe(file, specs);
    imports.push(...needed);
    return text === "" ? [] : [`${docComment([textAt(file.schema, "description") ?? ""], "")}${text}`];
  });
  return { path: "scalars.ts", text: `${header("specs/common")}${printImports(imports)}\n${constants.join("\n")}` };
}

function describe(
  file: SchemaFile,
  specs: SpecSet,
): { readonly text: string; readonly imports: readonly ImportedName[] } {
  const { name, path, schema } = file;
  const pattern = textAt(schema, "pattern");
  if (pattern !== undefined) {
    const form = `[${String(new RegExp(withoutCaptures(pattern), "u"))}, ${JSON.stringify(textAt(schema, "x-expected") ?? name)}]`;
    return { text: `export const ${camelCase(name)}: TextForm = ${form};\n`, imports: [] };
  }
  const { code, imports } = valueType(inCommon(schema), specs, path);
  if (code === "") return { text: "", imports: [] };
  const needed = imports
    .filter(({ module }) => module === "../checks.ts")
    .map((each) => ({ ...each, module: "./checks.ts" }));
  return {
    text: `export const ${camelCase(name)}: Check = ${code};\n`,
    imports: [...needed, { module: "./message-schema.ts", name: "Check", type: true }],
  };
}

function refers({ schema }: SchemaFile): boolean {
  return JSON.stringify(schema).includes('"$ref"');
}

/** References between files of specs/common, in the form that composed messages use. */
function inCommon(schema: SchemaFile["schema"]): SchemaFile["schema"] {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === "$ref" ? `common/${String(value).replace(/\.schema\.json$/, "")}` : value,
  );
}
/** Groups without capture: the patterns only ever answer yes or no, and remembering each group costs a sixth of the time. */
export function withoutCaptures(pattern: string): string {
  if (/\\[1-9k]/.test(pattern)) return pattern;
  let inClass = false;
  return pattern.replaceAll(/\\.|[[\]]|\((?!\?)/gs, (token) => {
    if (token === "[") inClass = true;
    if (token === "]") inClass = false;
    return token === "(" && !inClass ? "(?:" : token;
  });
}
