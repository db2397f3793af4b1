import { transformSync } from "esbuild";
import { isObject, type JsonObject } from "../json.ts";
import { SpecError } from "../problems.ts";
import { type ImportedName, printImports } from "./imports.ts";

/** What a validator module is made of. */
export interface ValidatorSource {
  /** PascalCase name: the module exports `check<name>`. */
  readonly name: string;
  /** ajv's standalone text of the schema. */
  readonly raw: string;
  /** The schema itself, for the values that ajv refers to instead of writing them down. */
  readonly schema: JsonObject;
  /** Module of the shared functions, as imported from here. */
  readonly runtime: string;
  /** Spec file, for problems. */
  readonly file: string;
}

/** A validator as an ES module: the function, and what it imports. */
export interface ValidatorModule {
  readonly code: string;
  readonly imports: readonly ImportedName[];
}

/**
 * Turns ajv's text into a readable, tree-shakable ES module: `require` becomes imports, `new RegExp` literals, and the blocks that
 * build and count error objects become calls of `report`.
 * @throws SpecError when the schema needs something of ajv at run time, or ajv's text has an unexpected form
 */
export function toModule(source: ValidatorSource): ValidatorModule {
  const { masked, strings } = maskStrings(source.raw);
  const { text, imports } = takeImports(masked, strings);
  const body = countless(reporting(constants(text, strings, source.schema)))
    .replace(functionHead, `export function check${source.name}(problems, data, instancePath) {`)
    .replace(/(?<![.\w$])validate\d+\.errors = problems;return problems === null;\}/, "return problems;}")
    .replace(/^"\d+";export const \w+ = validate\d+;/, "");
  refuseLeftovers(body, source);
  const { code } = transformSync(unmask(body, strings), {
    treeShaking: true,
    format: "esm",
    minifySyntax: true,
    target: "es2022",
    charset: "utf8",
  });
  const used = [...runtimeNames].filter((name) => new RegExp(`\\b${name}\\(`).test(code));
  return {
    code: typed(code, source.name),
    imports: [...imports, ...used.map((name) => ({ module: source.runtime, name }))],
  };
}

/** The import lines of a module. */
export function printModuleImports(module: ValidatorModule, types: readonly ImportedName[]): string {
  return printImports([...types, ...module.imports]);
}
