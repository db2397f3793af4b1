import assert from "node:assert/strict";
import { test } from "node:test";
import { readText } from "./source-module.ts";
import { readSubpaths } from "./subpaths.ts";

/** Entries with code. Messages are types and tables, without a function. */
const entries = [...readSubpaths()].flatMap(([subpath, path]) =>
  path === undefined ? [] : [{ name: `ts-identity-model${subpath.slice(1)}`, path }],
);
const [, ...sections] = readText("docs/functions.md").split("\n## ");

/** The rows of one entry point: names of functions. */
function listed(name: string): readonly string[] {
  const section = sections.find((text) => text.startsWith(`\`${name}\`\n`));
  assert.ok(section !== undefined, `docs/functions.md has no section for ${name}`);
  return [...section.matchAll(/^\| `(\w+)` \| \S/gm)].flatMap(([, row]) => row ?? []);
}

for (const { name, path } of entries) {
  test(`functions page: ${name} is there whole, and nothing that does not exist`, async () => {
    const exported: Readonly<Record<string, unknown>> = await import(`../../${path}`);
    const functions = Object.keys(exported).filter((key) => typeof exported[key] === "function");
    assert.ok(functions.length > 0);
    const elsewhere = name === "ts-identity-model" ? listed("ts-identity-model/errors") : [];
    assert.deepEqual([...listed(name), ...elsewhere].sort(), functions.sort());
  });
}

test("functions page: it has one section for each entry point, and no other", () => {
  const headings = sections.map((text) => text.split("\n")[0]);
  assert.deepEqual(headings.sort(), entries.map(({ name }) => `\`${name}\``).sort());
});

test("functions page: no row has marks of the comment that it was taken from", () => {
  assert.deepEqual(
    sections.flatMap((text) => text.split("\n").filter((line) => /[.:] \* | \* \|$|\{@|@see/.test(line))),
    [],
  );
});
