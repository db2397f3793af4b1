import assert from "node:assert/strict";
import { test } from "node:test";
import { findImportCycles } from "./import-cycles.ts";
import { parseModule, readModules } from "./source-module.ts";

test("import cycles: a cycle of types alone is found", () => {
  const modules = [
    parseModule("src/a.ts", `import type { B } from "./b.ts"; export type A = B;`),
    parseModule("src/b.ts", `export type B = import("./c.ts").C;`),
    parseModule("src/c.ts", `export type { A } from "./a.ts";`),
  ];
  assert.deepEqual(findImportCycles(modules), ["src/a.ts → src/b.ts → src/c.ts → src/a.ts"]);
});

test("import cycles: a file that imports itself is found", () => {
  assert.deepEqual(findImportCycles([parseModule("src/a.ts", `import "./a.ts";`)]), ["src/a.ts → src/a.ts"]);
});

test("import cycles: two ways to one file are no cycle", () => {
  const modules = [
    parseModule("src/a.ts", `import "./b.ts"; import "./c.ts";`),
    parseModule("src/b.ts", `import "./c.ts";`),
    parseModule("src/c.ts", ""),
  ];
  assert.deepEqual(findImportCycles(modules), []);
});

test("import cycles: src and codegen have none, types included", () => {
  assert.deepEqual(findImportCycles(readModules("src")), []);
  assert.deepEqual(findImportCycles(readModules("codegen")), []);
});

test("import cycles: generated code imports generated code only, so none goes through it", () => {
  const modules = readModules("generated");
  const foreign = modules.flatMap(({ path, imports }) =>
    imports
      .filter(({ target }) => target?.startsWith("generated/") !== true)
      .map(({ specifier }) => `${path} imports ${specifier}`),
  );
  assert.deepEqual(foreign, []);
  assert.ok(modules.length >= 75, `saw ${modules.length} files of generated only`);
});
