import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

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

test("docs/security: words count in texts of a test file, and neither in comments nor in code", () => {
  const code = `// words of a comment\nconst wordsOfCode = \`words of \${title}, then\`; test('words of a text');`;
  assert.deepEqual(textsOf(code), ["words of ", ", then", "words of a text"]);
});

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
    if (words === undefined) return [];
    if (words.length < 15 && words.split(" ").length < 3) return [`${reference}: the words could stand anywhere`];
    if (textsOf(readFileSync(join(root, path), "utf8")).some((text) => text.includes(words))) return [];
    return [`${reference}: no text of the file says so`];
  });
}

/** Every string of a module, and every piece of a template. */
function textsOf(code: string): readonly string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("test.ts", code, ts.ScriptTarget.Latest, true));
  return texts;
}
