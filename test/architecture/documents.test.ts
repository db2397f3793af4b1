import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { renderTolerancesPage } from "../../scripts/tolerances-page.ts";
import { layers } from "./layers.ts";
import { listFiles, readText } from "./source-module.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", ...listFiles("docs", ".md")];

/** Links to files of the repository that do not exist. */
function findBrokenLinks(path: string, text: string): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? "");
  return targets
    .filter((target) => !/^(?:https?:|#)/.test(target))
    .map((target) => posix.join(posix.dirname(path), target.replace(/#.*$/, "")))
    .filter((target) => !existsSync(`${root}${target}`))
    .map((target) => `${path} links to ${target}`);
}

/** Paths in code marks that name a file of the repository which does not exist. */
function findMissingFiles(path: string, text: string): readonly string[] {
  return [...text.matchAll(/(?:src|test|specs|codegen|generated|scripts|examples)\/[\w./-]+\.(?:ts|json|md)\b/g)]
    .map(([file]) => file)
    .filter((file) => !existsSync(`${root}${file}`) && !existsSync(`${root}${applicationOf(path)}/${file}`))
    .map((file) => `${path} names ${file}`);
}

/** The page of a framework names files of its application. */
function applicationOf(path: string): string {
  return `examples/apps/${posix.basename(path, ".md")}`;
}

test("documents: the code of README.md is that of its examples", () => {
  const blocks = [...readText("README.md").matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block);
  const examples = ["quick-start", "provider-quick-start", "recipes"].map((stem) => readText(`examples/${stem}.ts`));
  assert.deepEqual(blocks, examples);
});

test("documents: README.md lists every guide", () => {
  const [, list = ""] = /^## Guides\n(.*?)^## /ms.exec(readText("README.md")) ?? [];
  const linked = [...list.matchAll(/\]\((docs\/guides\/[\w-]+\.md)\)/g)].map(([, path]) => path);
  assert.deepEqual(linked.sort(), [...listFiles("docs/guides", ".md")].sort());
});

test("documents: the example of each guide is its file in examples/guides", () => {
  const stems = listFiles("docs/guides", ".md").map((path) => posix.basename(path, ".md"));
  assert.ok(stems.length > 0);
  for (const stem of stems) {
    const blocks = [...readText(`docs/guides/${stem}.md`).matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block);
    assert.deepEqual(blocks, [readText(`examples/guides/${stem}.ts`)], stem);
  }
  assert.deepEqual(
    listFiles("examples/guides", ".ts")
      .map((path) => posix.basename(path, ".ts"))
      .sort(),
    stems.sort(),
  );
});

test("documents: README.md has exactly two commands to set up", () => {
  const commands = [...readText("README.md").matchAll(/```sh\n(.*?)```/gs)].map(([, command]) => command);
  assert.deepEqual(commands, ["npm ci && npm run demo\n", "npm ci && npm test\n"]);
});

test("documents: docs/tolerances.md is what specs/ yield", () => {
  assert.equal(readText("docs/tolerances.md"), renderTolerancesPage(), "run: npx tsx scripts/tolerances-page.ts");
});

test("documents: a broken link and a missing file are found", () => {
  assert.deepEqual(findBrokenLinks("docs/a.md", "[a](b.md) [c](../README.md#d) [e](https://e.example) [f](#g)"), [
    "docs/a.md links to docs/b.md",
  ]);
  assert.deepEqual(findMissingFiles("docs/a.md", "`src/none.ts` and `src/pkce.ts`"), ["docs/a.md names src/none.ts"]);
});

test("documents: links and files exist", () => {
  assert.deepEqual(
    pages.flatMap((path) => [...findBrokenLinks(path, readText(path)), ...findMissingFiles(path, readText(path))]),
    [],
  );
  assert.ok(pages.length >= 15, `saw ${pages.length} pages only`);
});

test("documents: docs/architecture.md shows the layer table", () => {
  const rows = [...readText("docs/architecture.md").matchAll(/^\| (L\d) \| ([^|]+) \|/gm)].map(([, name, rooms]) => ({
    name,
    rooms: [...(rooms ?? "").matchAll(/`([^`]+)`/g)].map(([, room]) => room),
  }));
  assert.deepEqual(rows, layers);
});

test("documents: docs/dependencies.md explains every dependency, and no other", () => {
  const manifest: Readonly<Record<"dependencies" | "devDependencies", object>> = JSON.parse(readText("package.json"));
  const explained = [...readText("docs/dependencies.md").matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
  assert.deepEqual(
    explained.sort(),
    [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)].sort(),
  );
});

test("documents: every decision stands in the list", () => {
  const list = readText("docs/decisions/README.md");
  const missing = listFiles("docs/decisions", ".md").filter(
    (path) => !path.endsWith("README.md") && !list.includes(`(${posix.basename(path)})`),
  );
  assert.deepEqual(missing, []);
});

test("documents: CONTRIBUTING.md can be read in one go", () => {
  assert.ok(readText("CONTRIBUTING.md").split("\n").length <= 150);
});

test("documents: CONTRIBUTING.md names commands that exist", () => {
  const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(readText("package.json"));
  const named = [...readText("CONTRIBUTING.md").matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? "");
  assert.deepEqual(
    named.filter((name) => scripts[name] === undefined),
    [],
  );
  assert.ok(named.length >= 10);
});
