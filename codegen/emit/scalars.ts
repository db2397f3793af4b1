import { textAt } from "../json.ts";
import type { GeneratedFile, SchemaFile, SpecSet } from "../model.ts";
import { camelCase } from "../names.ts";
import { header } from "./header.ts";

/** Whether a common schema is text with a pattern: emitted as one shared regular expression. */
export function isScalar(file: SchemaFile): boolean {
  return textAt(file.schema, "pattern") !== undefined;
}

/** Emits the regular expression of every scalar, and the words for what each demands. */
export function emitScalars(specs: SpecSet): readonly GeneratedFile[] {
  const scalars = [...specs.commons.values()].filter(isScalar);
  const expressions = scalars.map(({ name, schema }) => {
    const pattern = new RegExp(textAt(schema, "pattern") ?? "", "u");
    return `/** ${textAt(schema, "description") ?? ""} */\nexport const ${camelCase(name)}: RegExp = ${String(pattern)};\n`;
  });
  const words = scalars.map(
    ({ name, schema }) => `  ${camelCase(name)}: ${JSON.stringify(textAt(schema, "x-expected") ?? name)},`,
  );
  return [
    { path: "scalars.ts", text: `${header("specs/common")}\n${expressions.join("\n")}` },
    {
      path: "expectations.ts",
      text: `${header("specs/common")}\n/** What each scalar demands, ready to follow "must be". */\nexport const expectations: Readonly<Record<string, string>> = {\n${words.join("\n")}\n};\n`,
    },
  ];
}
