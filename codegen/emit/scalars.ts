import { textAt } from "../json.ts";
import type { GeneratedFile, SchemaFile, SpecSet } from "../model.ts";
import { camelCase } from "../names.ts";
import { header } from "./header.ts";
import { docComment } from "./jsdoc.ts";

/** Whether a common schema is text with a pattern: emitted as one shared regular expression. */
export function isScalar(file: SchemaFile): boolean {
  return textAt(file.schema, "pattern") !== undefined;
}

/** Emits the regular expression of every scalar, and the words for what each demands. */
export function emitScalars(specs: SpecSet): readonly GeneratedFile[] {
  const scalars = [...specs.commons.values()].filter(isScalar);
  const expressions = scalars.map(({ name, schema }) => {
    const pattern = new RegExp(withoutCaptures(textAt(schema, "pattern") ?? ""), "u");
    const comment = docComment([textAt(schema, "description") ?? ""], "");
    return `${comment}export const ${camelCase(name)}: RegExp = ${String(pattern)};\n`;
  });
  const words = scalars.map(
    ({ name, schema }) => `  ${camelCase(name)}: ${JSON.stringify(textAt(schema, "x-expected") ?? name)},`,
  );
  const table = `${docComment(['What each scalar demands, ready to follow "must be".'], "")}export const expectations: Readonly<Record<string, string>> = {\n${words.join("\n")}\n};\n`;
  return [
    { path: "scalars.ts", text: `${header("specs/common")}\n${expressions.join("\n")}` },
    { path: "expectations.ts", text: `${header("specs/common")}\n${table}` },
  ];
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
