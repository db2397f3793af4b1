import { transformSync } from "esbuild";
import { isObject, type JsonObject } from "../json.ts";
import { SpecError } from "../problems.ts";
import type { ImportedName } from "./imports.ts";

/** What a validator module is made of. */
export interface ValidatorSource {
  /** PascalCase name: the module exports `check<name>`. */
  readonly name: string;
  /** ajv's standalone text of the schema. */
  readonly raw: string;
  /** The schema itself, for the values that ajv refers to instead of writing them down. */
  readonly schema: JsonObject;
  /** Specifier of the module of shared functions. */
  readonly runtime: string;
  /** Spec file, for problems. */
  readonly file: string;
}

/** A validator as the text of its function, and what that imports. */
export interface ValidatorModule {
  readonly code: string;
  readonly imports: readonly ImportedName[];
}

/**
 * Turns ajv's text into a readable, tree-shakable ES module: `require` becomes imports, `new RegExp` literals, and the blocks that
 * build and count error objects become calls of `report`.
 * @throws SpecError when the schema needs ajv at run time
 */
export function toModule(source: ValidatorSource): ValidatorModule {
  const { text, strings } = maskStrings(source.raw);
  const { rest, imports } = takeImports(text, strings);
  const body = dropUnused(deriveCount(callReport(writeConstants(rest, strings, source.schema))))
    .replace(/^"\d+";export const \w+ = validate\d+;/, "")
    .replace(functionHead, `export function check${source.name}(problems, data, instancePath) {`)
    .replace(/validate\d+\.errors = problems;return problems === null;\}$/, "return problems;}");
  refuseLeftovers(body, source);
  const code = unmask(body, strings);
  const shared = sharedFunctions.filter((name) => code.includes(`${name}(`));
  return {
    code: withTypes(format(code), source.name),
    imports: [...imports, ...shared.map((name) => ({ module: source.runtime, name }))],
  };
}

/** Replaces each string literal by `"<its number>"`, so that what follows matches code and never a string. */
function maskStrings(raw: string): { readonly text: string; readonly strings: string[] } {
  const strings: string[] = [];
  const text = raw.replaceAll(/"(?:[^"\\]|\\.)*"/g, (literal) => `"${strings.push(literal) - 1}"`);
  return { text, strings };
}

function unmask(text: string, strings: readonly string[]): string {
  return text.replaceAll(/"(\d+)"/g, (_match, index: string) => strings[Number(index)] ?? "");
}

function stringAt(strings: readonly string[], index: string): string {
  return String(JSON.parse(strings[Number(index)] ?? '""'));
}

function takeImports(
  text: string,
  strings: readonly string[],
): { readonly rest: string; readonly imports: readonly ImportedName[] } {
  const imports = new Map<string, ImportedName>();
  const rest = text.replaceAll(/const (func\d+) = require\("(\d+)"\)\.(\w+);/g, (line, local, index, name) => {
    const module = stringAt(strings, String(index));
    if (!module.startsWith(".")) return line;
    imports.set(String(local), { module, name: String(name) });
    return "";
  });
  return {
    rest: rest.replaceAll(/\bfunc\d+\b/g, (local) => imports.get(local)?.name ?? local),
    imports: [...imports.values()],
  };
}

/** Regular expressions as literals; values of the schema written where they are used, so that the schema itself can go. */
function writeConstants(text: string, strings: string[], schema: JsonObject): string {
  return text
    .replaceAll(/new RegExp\("(\d+)", "(\d+)"\)/g, (_match, pattern, flags) => {
      const literal = String(new RegExp(stringAt(strings, String(pattern)), stringAt(strings, String(flags))));
      return `"${strings.push(literal) - 1}"`;
    })
    .replaceAll(/\bschema\d+((?:\.[A-Za-z_$][\w$]*|\["\d+"\]|\[\d+\])+)/g, (_match, path) => {
      const value = [...String(path).matchAll(/\.([\w$]+)|\["(\d+)"\]|\[(\d+)\]/g)].reduce<unknown>(
        (at, [, name, index, element]) =>
          memberOf(at, name ?? (index === undefined ? String(element) : stringAt(strings, index))),
        schema,
      );
      return `"${strings.push(JSON.stringify(value)) - 1}"`;
    });
}

function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value[Number(name)];
  return isObject(value) ? value[name] : undefined;
}

/** An error object, pushed to the list and counted, becomes one call. */
function callReport(text: string): string {
  return text.replaceAll(errorBlock, (_match, _local, object) => {
    const parts = errorObject.exec(String(object));
    if (parts === null) return 'vErrors = report(vErrors, "", "", {});';
    const [, path = "instancePath", keyword = "", params = "{}"] = parts;
    return `vErrors = report(vErrors, ${path}, ${keyword}, ${params});`;
  });
}

/** ajv counts the problems beside the list; the number follows from the list. */
function deriveCount(text: string): string {
  return text
    .replaceAll(/\bvErrors\b/g, "problems")
    .replaceAll(/(?<![.\w])errors = _errs\d+;/g, "")
    .replaceAll(/const (_errs\d+) = errors;/g, "const $1 = countProblems(problems);")
    .replaceAll(/(_errs\d+) === errors\b/g, "$1 === countProblems(problems)")
    .replaceAll(/(?<![.\w])errors === 0/g, "problems === null");
}

/** ajv notes the count before each keyword, and most never look at it. */
function dropUnused(text: string): string {
  const uses = new Map<string, number>();
  for (const [name] of text.matchAll(/\b_errs\d+\b/g)) uses.set(name, (uses.get(name) ?? 0) + 1);
  return text.replaceAll(/const (_errs\d+) = countProblems\(problems\);/g, (line, name) =>
    uses.get(String(name)) === 1 ? "" : line,
  );
}

function refuseLeftovers(body: string, { name, file }: ValidatorSource): void {
  if (body.includes("require(")) {
    throw new SpecError([
      {
        file,
        pointer: "",
        message: `The validator of ${name} would need ajv at run time.`,
        remedy:
          "Let const and enum hold text, numbers, true, false or null, and uniqueItems stand beside items of one such type.",
      },
    ]);
  }
  const leftover = /(?<![.\w$])(errors|err\d+|parentData|rootData|validate\d+)\b/.exec(body);
  if (leftover !== null) {
    throw new Error(
      `ajv wrote ${leftover[0]} in ${name} where codegen/emit/validator-module.ts expects none: it fits the ajv version in package.json only.`,
    );
  }
}

/** esbuild as a printer; it also drops the copy of the schema, which nothing refers to any more. */
function format(code: string): string {
  return transformSync(code, { treeShaking: true, format: "esm", target: "es2022", charset: "utf8" }).code;
}

function withTypes(code: string, name: string): string {
  return code
    .replace(/^export \{\n {2}\w+\n\};\n/m, "")
    .replace(
      `function check${name}(problems, data, instancePath) {`,
      `/** Adds the problems of a value at a place inside a message. */\nexport function check${name}(problems: Problems, data: unknown, instancePath: string): Problems {`,
    );
}

const functionHead =
  /function validate\d+\(data, \{instancePath="\d+", parentData, parentDataProperty, rootData=data\}=\{\}\)\{(?:\/\*.*?\*\/;)?let problems = null;let errors = 0;/;
const errorBlock =
  /const (err\d+) = (\{.*?\});if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g;
const errorObject = /^\{instancePath(?::(.*?))?,schemaPath:.*?,keyword:("\d+"),params:(.*)\}$/;
const sharedFunctions = ["countProblems", "hasElement", "report", "reportText"];
