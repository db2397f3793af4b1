import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import type { JsonObject } from "../json.ts";
import type { FlatMessage, GeneratedFile, SpecSet } from "../model.ts";
import { pascalCase } from "../names.ts";
import { header } from "./header.ts";
import { printImports } from "./imports.ts";
import { addValidatorKeywords } from "./validator-keywords.ts";
import { toModule, type ValidatorModule } from "./validator-module.ts";
import { isList, listValidatorSchema, messageValidatorSchema } from "./validator-schema.ts";

/**
 * Emits one validator module per message and per list of scalars: ajv standalone code turned into ES modules
 * that import each other, with no ajv, no `require` and no `eval` left.
 */
export function emitValidators(messages: readonly FlatMessage[], specs: SpecSet): readonly GeneratedFile[] {
  const lists = [...specs.commons.values()].filter(isList);
  return [
    ...lists.map((file) => {
      const module = compile(listValidatorSchema(file, specs), file.path, "../");
      const imports = printImports([problemsType("../../"), ...module.imports]);
      return {
        path: `validators/common/${file.name}.ts`,
        text: `${header(`specs/${file.path}`)}${unchecked}${imports}\n${module.code}`,
      };
    }),
    ...messages.filter(({ branches }) => branches.length === 0).map((message) => emitMessage(message, specs)),
  ];
}

function emitMessage(message: FlatMessage, specs: SpecSet): GeneratedFile {
  const { name, title } = message;
  const file = `messages/${name}.schema.json`;
  const module = compile(messageValidatorSchema(message, specs), file, "./");
  const imports = printImports([
    problemsType("../"),
    { module: "../message-schema.ts", name: "MessageValidator", type: true },
    { module: `../messages/${name}.ts`, name: title, type: true },
    ...module.imports,
  ]);
  const validator = `/** Whether a value is a {@link ${title}}; the problems found are in \`errors\` afterwards. */
export const validate${title}: MessageValidator<${title}> = (value) =>
  (validate${title}.errors = check${title}(null, value, "")) === null;\n`;
  return {
    path: `validators/${name}.ts`,
    text: `${header(`specs/${file}`)}${unchecked}${imports}\n${validator}\n${module.code}`,
  };
}

function compile(schema: JsonObject, file: string, folderUp: string): ValidatorModule {
  const name = pascalCase(String(schema.title));
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    messages: false,
    strictRequired: false,
    strictTypes: false,
    unicode: false,
    logger: false,
    code: { source: true, esm: true },
  });
  addValidatorKeywords(ajv, folderUp);
  ajv.addSchema({ ...schema, $id: name });
  const raw = standalone.default(ajv, { [`validate${name}`]: name });
  return toModule({ name, raw, schema, runtime: `${folderUp === "./" ? "" : folderUp}../validator-runtime.ts`, file });
}

function problemsType(up: string): { readonly module: string; readonly name: string; readonly type: true } {
  return { module: `${up}validator-runtime.ts`, name: "Problems", type: true };
}

const unchecked = "// @ts-nocheck: ajv's output; test/unit/generated checks its behaviour.\n";
