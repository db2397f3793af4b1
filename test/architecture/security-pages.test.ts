import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = [
  { page: "attacks.md", atLeast: 25 },
  { page: "rfc8725.md", atLeast: 15 },
  { page: "rfc9700.md", atLeast: 20 },
];

for (const { page, atLeast } of pages) {
  test(`docs/security/${page}: every line names tests that exist`, () => {
    const lines = readFileSync(join(root, "docs/security", page), "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| ") && !line.startsWith("|---"))
      .slice(1);
    assert.ok(lines.length >= atLeast, `${lines.length} lines only`);
    assert.deepEqual(lines.flatMap(findFaults), []);
  });
}

/** What is wrong with the tests that the last cell of a line names. */
function findFaults(line: string): readonly string[] {
  const cells = line.split("|").slice(1, -1);
  const references = [...(cells.at(-1) ?? "").matchAll(/`([^`]+)`/g)].map(([, text]) => text ?? "");
  if (references.length === 0) return [`${cells[0]?.trim()}, ${cells[1]?.trim()}: names no test`];
  return references.flatMap((reference) => {
    const [, path = "", words] = /^(test\/\S+?)(?:: (.+))?$/.exec(reference) ?? [];
    if (path === "" || !existsSync(join(root, path))) return [`${reference}: no such test`];
    if (statSync(join(root, path)).isDirectory())
      return words === undefined ? [] : [`${reference}: a folder has no words`];
    if (words === undefined || readFileSync(join(root, path), "utf8").includes(words)) return [];
    return [`${reference}: the file does not say so`];
  });
}
