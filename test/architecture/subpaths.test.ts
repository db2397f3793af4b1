import assert from "node:assert/strict";
import { test } from "node:test";
import { readText } from "./source-module.ts";
import { findNamedSubpaths, readSubpaths } from "./subpaths.ts";

const subpaths = [...readSubpaths().keys()].filter((subpath) => subpath !== "./package.json").sort();

test("subpaths: those in code marks are found, long and short", () => {
  assert.deepEqual(findNamedSubpaths("`ts-identity-model`, `ts-identity-model/a/b-c`, `/d`, `createClient`, a/e"), [
    ".",
    "./a/b-c",
    "./d",
  ]);
  assert.deepEqual(findNamedSubpaths("`ts-identity-model/messages/<name>`"), ["./messages/*"]);
});

test("subpaths: README.md's table of entry points has each once, and no other", () => {
  const [, table = ""] = /^## Entry points\n(.*?)^## /ms.exec(readText("README.md")) ?? [];
  const imports = [...table.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell]) => cell ?? "");
  assert.deepEqual([...findNamedSubpaths(imports.join("\n"))].sort(), subpaths);
});

test("subpaths: CHANGELOG.md names each", () => {
  const named = findNamedSubpaths(readText("CHANGELOG.md"));
  assert.deepEqual(
    subpaths.filter((subpath) => !named.includes(subpath)),
    [],
  );
});
