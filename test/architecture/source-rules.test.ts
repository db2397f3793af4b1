import assert from "node:assert/strict";
import { test } from "node:test";
import { findForbiddenExports } from "./export-forms.ts";
import { findForbiddenGlobals } from "./forbidden-globals.ts";
import { findTooLong } from "./length.ts";
import { findRestrictedImports } from "./restricted-imports.ts";
import { parseModule, readModules, type SourceModule } from "./source-module.ts";
import { findTopLevelEffects } from "./top-level-effects.ts";

type Check = (modules: readonly SourceModule[]) => readonly string[];

/** Checks of single files: where they look, inputs that must be refused and inputs that must pass. */
interface Rule {
  readonly title: string;
  readonly check: Check;
  readonly folders: readonly string[];
  readonly bad: readonly (readonly [path: string, text: string])[];
  readonly good: readonly (readonly [path: string, text: string])[];
}

const longFunction = `export function f(): void {\n${"  g();\n".repeat(49)}}\n`;

const rules: readonly Rule[] = [
  {
    title: "no file over 300 lines, no function over 50",
    check: findTooLong,
    folders: ["src", "codegen"],
    bad: [
      ["src/a.ts", "//\n".repeat(301)],
      ["src/a.ts", longFunction],
      ["src/a.ts", `export const f = () => {\n${"  g();\n".repeat(49)}};\n`],
    ],
    good: [
      ["src/a.ts", "//\n".repeat(300)],
      ["src/a.ts", longFunction.replace("  g();\n", "")],
      [
        "src/a.ts",
        `export function f() {\n  return { g() {\n${"    h();\n".repeat(40)}  }, h() {\n${"    h();\n".repeat(40)}  } };\n}\n`,
      ],
    ],
  },
  {
    title: "no default export and no export of everything",
    check: findForbiddenExports,
    folders: ["src", "codegen"],
    bad: [
      ["src/a.ts", "export default 1;"],
      ["src/a.ts", "export default function f() {}"],
      ["src/a.ts", "const a = 1; export { a as default };"],
      ["src/a.ts", `export * from "./b.ts";`],
      ["src/a.ts", `export * as b from "./b.ts";`],
    ],
    good: [["src/a.ts", `export { b } from "./b.ts"; export const c = 1;`]],
  },
  {
    title: "no built-in module in src, no undeclared package, and the retired package in one file",
    check: findRestrictedImports,
    folders: ["src", "codegen"],
    bad: [
      ["src/util/a.ts", `import { createHash } from "node:crypto";`],
      ["src/util/a.ts", `import type { KeyObject } from "crypto";`],
      ["src/util/a.ts", `const crypto = await import("node:crypto");`],
      ["src/util/a.ts", `import Ajv from "ajv/dist/2020.js";`],
      ["src/http/openapi-client.ts", `import createClient from "openapi-fetch";`],
      ["codegen/pipeline.ts", `import openapiTS from "openapi-typescript";`],
      ["src/http/openapi-client.ts", `import type { OpenAPI3 } from "openapi-typescript";`],
    ],
    good: [
      ["codegen/emit/paths.ts", `import openapiTS from "openapi-typescript";`],
      ["codegen/read-specs.ts", `import { readFileSync } from "node:fs";`],
      ["src/cli/generate.ts", `import { readFileSync } from "node:fs";`],
      ["src/jose/a.ts", `import { importJWK } from "jose/key/import";`],
    ],
  },
  {
    title: "the clock is read in one file; no Math.random, no console, no global of one run-time",
    check: findForbiddenGlobals,
    folders: ["src"],
    bad: [
      ["src/util/a.ts", "export const f = () => Date.now();"],
      ["src/util/a.ts", "export const f = Date.now;"],
      ["src/util/a.ts", "export const f = () => new Date();"],
      ["src/util/a.ts", "export const f = () => Math.random();"],
      ["src/util/clock.ts", "export const f = () => Math.random();"],
      ["src/util/a.ts", `export const f = () => console.warn("x");`],
      ["src/util/a.ts", "export const f = () => globalThis[console.name];"],
      ["src/util/a.ts", "export const f = () => process.env.A;"],
      ["src/util/a.ts", `export const f = () => Buffer.from("a");`],
    ],
    good: [
      ["src/util/clock.ts", "export const f = () => Date.now();"],
      ["src/util/a.ts", "export const f = (ms: number) => new Date(ms).getTime();"],
      ["src/util/a.ts", "export const f = (work: { process(): void }) => work.process();"],
      ["src/util/a.ts", "export const f = { process: 1 };"],
      ["src/provider/stores/a.ts", `import { Buffer } from "node:buffer"; export const f = () => Buffer.from("a");`],
    ],
  },
  {
    title: "loading a module does nothing",
    check: findTopLevelEffects,
    folders: ["src", "generated"],
    bad: [
      ["src/a.ts", "const a = f();"],
      ["src/a.ts", "const a = new Map();"],
      ["src/a.ts", "const a = { b: [f()] };"],
      ["src/a.ts", "const a = /* @__PURE__ */ f(g());"],
      ["src/a.ts", "const a = tag`x`;"],
      ["src/a.ts", "const a = await b;"],
      ["src/a.ts", `import "./b.ts";`],
      ["src/a.ts", "a.b = 1;"],
      ["src/a.ts", "let a = 1; a++;"],
      ["src/a.ts", "if (a) { b; }"],
      ["src/a.ts", "class A { static b = f(); }"],
      ["src/a.ts", "class A { static { } }"],
    ],
    good: [
      ["src/a.ts", "const a = /* @__PURE__ */ f();"],
      ["src/a.ts", "const a = /* @__PURE__ */ new Map([[1, 2]]);"],
      ["src/a.ts", "const a = () => f();"],
      ["src/a.ts", "class A { b = f(); }"],
      ["src/a.ts", "const a = /x/y; const b = -1; const c = a ? b : [a, `x`];"],
    ],
  },
];

for (const { title, check, folders, bad, good } of rules) {
  for (const [path, text] of bad) {
    test(`source rules: ${title}: refuses ${JSON.stringify(text.slice(0, 60))} in ${path}`, () => {
      assert.notDeepEqual(check([parseModule(path, text)]), []);
    });
  }
  for (const [path, text] of good) {
    test(`source rules: ${title}: admits ${JSON.stringify(text.slice(0, 60))} in ${path}`, () => {
      assert.deepEqual(check([parseModule(path, text)]), []);
    });
  }
  for (const folder of folders) {
    test(`source rules: ${title}: holds in ${folder}`, () => {
      assert.deepEqual(check(readModules(folder)), []);
    });
  }
}

test("source rules: as many files were looked at as there must be", () => {
  assert.ok(readModules("src").length >= 110, `saw ${readModules("src").length} files of src only`);
  assert.ok(readModules("codegen").length >= 40, `saw ${readModules("codegen").length} files of codegen only`);
});
