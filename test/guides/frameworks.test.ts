import assert from "node:assert/strict";
import { test } from "node:test";
import { readText } from "../architecture/source-module.ts";

const blocksOf = (page: string): readonly string[] =>
  [...readText(`docs/frameworks/${page}.md`).matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block ?? "");

test("frameworks: what all of them are handed is examples/apps/identity.ts", () => {
  assert.deepEqual(blocksOf("README"), [readText("examples/apps/identity.ts")]);
});

for (const name of ["express", "fastify", "hono", "koa", "nestjs", "next", "node", "sveltekit", "worker"]) {
  test(`frameworks: the code of docs/frameworks/${name}.md is that of its application, and short`, () => {
    assert.deepEqual(blocksOf(name), [readText(`examples/apps/${name}/app.ts`)]);
    assert.ok(readText(`docs/frameworks/${name}.md`).split("\n").length <= 61);
  });
}
