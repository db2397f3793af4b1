import assert from "node:assert/strict";
import { test } from "node:test";
import { listFiles, readText } from "../architecture/source-module.ts";

const blocksOf = (page: string): readonly string[] =>
  [...readText(`docs/frameworks/${page}.md`).matchAll(/```[jt]s\n(.*?)```/gs)].map(([, block]) => block ?? "");

test("frameworks: what all of them are handed is examples/apps/identity.ts, and their provider examples/apps/provider.ts", () => {
  assert.deepEqual(blocksOf("README"), [readText("examples/apps/identity.ts"), readText("examples/apps/provider.ts")]);
});

for (const name of ["express", "fastify", "hono", "koa", "node", "worker"]) {
  test(`frameworks: the code of docs/frameworks/${name}.md is that of its application, and short`, () => {
    assert.deepEqual(blocksOf(name), [readText(`examples/apps/${name}/app.ts`)]);
    assert.ok(readText(`docs/frameworks/${name}.md`).split("\n").length <= 61);
  });
}

/** What the starter of a framework makes, or its like. */
const fromStarter: Readonly<Record<string, readonly string[]>> = {
  next: ["app/layout.tsx", "app/page.tsx", "next.config.ts", "package-lock.json", "package.json", "tsconfig.json"],
  sveltekit: ["package-lock.json", "package.json", "src/app.html", "src/routes/+page.svelte", "tsconfig.json"],
  nestjs: ["package-lock.json", "package.json", "src/app.controller.ts", "src/app.service.ts", "tsconfig.json"],
};

for (const [name, starter] of Object.entries(fromStarter)) {
  test(`frameworks: docs/frameworks/${name}.md shows every file that its application has besides its starter's`, () => {
    const page = readText(`docs/frameworks/${name}.md`);
    const shown = [...page.matchAll(/^`([^`\n]+\.\w+)`[^\n]*\n\n```(?:tsx?|svelte)\n(.*?)```$/gms)];
    const folder = `examples/apps/${name}`;
    const listed = shown.map(([, path = ""]) => path);
    for (const [, path = "", text] of shown) assert.equal(text, readText(`${folder}/${path}`), path);
    assert.deepEqual([...listed, ...starter].sort(), filesOf(folder));
    assert.equal(page.match(/^```(?:tsx?|svelte)$/gm)?.length, shown.length, "each block of code has its file");
  });
}

/** Files of a folder, without what a build or an editor leaves there. */
function filesOf(folder: string): readonly string[] {
  return listFiles(folder, "")
    .map((path) => path.slice(folder.length + 1))
    .filter((path) => /\.\w+$/.test(path) && !/^(?:node_modules\/|dist\/|build\/|\.|next-env\.d\.ts$)/.test(path))
    .sort();
}
