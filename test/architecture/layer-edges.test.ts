import assert from "node:assert/strict";
import { test } from "node:test";
import { findForbiddenEdges } from "./layer-edges.ts";
import { parseModule, readModules } from "./source-module.ts";

const table: readonly (readonly [title: string, path: string, specifier: string, allowed: boolean])[] = [
  ["a room above may see one below", "src/jose/a.ts", "../util/b.ts", true],
  ["a room may see its own files", "src/jose/a.ts", "./b.ts", true],
  ["every room may see generated", "src/util/a.ts", "../../generated/messages/b.ts", true],
  ["a named edge within a layer", "src/util/a.ts", "../errors/b.ts", true],
  ["that edge the other way", "src/errors/a.ts", "../util/b.ts", false],
  ["a room below must not see one above", "src/jose/a.ts", "../metadata/b.ts", false],
  ["rooms of one layer must not see each other", "src/jose/a.ts", "../http/b.ts", false],
  ["a file in src is a room", "src/jose/a.ts", "../pkce.ts", false],
  ["the index sees all", "src/index.ts", "./client/a.ts", true],
  ["nobody sees the index", "src/client/a.ts", "../index.ts", false],
  ["nobody sees the index of another room", "src/metadata/a.ts", "../errors/index.ts", false],
  ["the provider sees the lower layers", "src/provider/a.ts", "../client-auth/b.ts", true],
  ["the provider sees the hashes of the ID token", "src/provider/a.ts", "../id-token/hashes.ts", true],
  ["the provider sees no other file of that room", "src/provider/a.ts", "../id-token/times.ts", false],
  ["clients do not see the provider", "src/client/a.ts", "../provider/b.ts", false],
  ["testing sees the provider", "src/testing/a.ts", "../provider/b.ts", true],
  ["a room has to be in the table", "src/helpers/a.ts", "../util/b.ts", false],
  ["src does not see tests", "src/client/a.ts", "../../test/b.ts", false],
];

for (const [title, path, specifier, allowed] of table) {
  test(`layer table: ${title}`, () => {
    const found = findForbiddenEdges([parseModule(path, `import type { A } from "${specifier}";`)]);
    assert.equal(found.length, allowed ? 0 : 1, found.join("\n"));
  });
}

test("layer table: no import of src breaks it", () => {
  const modules = readModules("src");
  assert.deepEqual(findForbiddenEdges(modules), []);
  assert.ok(modules.length >= 110, `saw ${modules.length} files of src only`);
  assert.ok(modules.flatMap(({ imports }) => imports).length >= 400, "saw too few imports");
});
