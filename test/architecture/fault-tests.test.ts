import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../", import.meta.url));

const files = new Map<string, ts.SourceFile>();

test("test/faults/README.md: every line names tests that exist, by the titles they run under", () => {
  const lines = readFileSync(join(root, "test/faults/README.md"), "utf8")
    .split("\n")
    .filter((line) => /^\| (?:\d+|\+) \|/.test(line));
  assert.ok(lines.length >= 100, `${lines.length} lines only`);
  const numbers = new Set(lines.map((line) => line.split("|")[1]?.trim()));
  for (let number = 1; number <= 30; number += 1) assert.ok(numbers.has(String(number)), `no line for ${number}`);
  assert.deepEqual(lines.flatMap(findFaults), []);
});

test("test/faults/README.md: a title that is no longer there, or whose part is another one, is found out", () => {
  const code = `
    const kind = "books";
    for (const [title] of [["red", 1], ["blue", 2]]) test(\`\${kind}: a \${title} one is sold\`, () => {});
    test("books: none is left", () => {});
    const races = [{ title: "many at once", run() {} }];
    note("books: some are left");`;
  const has = (title: string): boolean => hasTitle(read(code), title, textsOf(read(code)));
  for (const title of ["books: a red one is sold", "books: none is left", "many at once"])
    assert.equal(has(title), true);
  for (const title of ["books: a green one is sold", "books: none", "a red one is sold", "books: some are left"])
    assert.equal(has(title), false, title);
});

/** What is wrong with the tests that a line names. */
function findFaults(line: string): readonly string[] {
  const [, number = "", fault = ""] = line.split("|");
  const references = [...line.matchAll(/`((?:test|src)\/[^`]+)`/g)].map(([, text = ""]) => text);
  if (references.length === 0) return [`${number}, ${fault}: names no test`];
  return references.flatMap((reference) => {
    const [, path = "", title = ""] = /^(\S+?\.ts): (.+)$/.exec(reference) ?? [];
    if (title === "" || !existsSync(join(root, path))) return [`${reference}: no such file`];
    const file = readFile(path);
    return hasTitle(file, title, [...textsOf(file), ...textsOfImports(path, file)])
      ? []
      : [`${reference}: no such test`];
  });
}

function readFile(path: string): ts.SourceFile {
  const file = files.get(path) ?? read(readFileSync(join(root, path), "utf8"));
  files.set(path, file);
  return file;
}

function read(code: string): ts.SourceFile {
  return ts.createSourceFile("test.ts", code, ts.ScriptTarget.Latest, true);
}

/** Whether a test has a title: word by word, as written with its `${…}`, or with texts of the module in their place. */
function hasTitle(file: ts.SourceFile, title: string, texts: readonly string[]): boolean {
  return titlesOf(file).some((node) => {
    if (ts.isStringLiteralLike(node)) return node.text === title;
    if (!ts.isTemplateExpression(node)) return false;
    if (node.getText().slice(1, -1) === title) return true;
    const pieces = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    const filled = new RegExp(`^${pieces.map(escapePattern).join("(.+?)")}$`).exec(title);
    return filled?.slice(1).every((part) => texts.includes(part)) === true;
  });
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** First arguments of `test`, and the members `title` and `rule` of what is made to tests elsewhere. */
function titlesOf(file: ts.SourceFile): readonly ts.Expression[] {
  const titles: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(?:^|\.)(?:test|it)$/.test(node.expression.getText()))
      titles.push(...node.arguments.slice(0, 1));
    if (ts.isPropertyAssignment(node) && ["title", "rule"].includes(node.name.getText())) titles.push(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return titles;
}

function textsOf(file: ts.SourceFile): readonly string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts;
}

function textsOfImports(path: string, file: ts.SourceFile): readonly string[] {
  const imported = file.statements.filter(ts.isImportDeclaration).map(({ moduleSpecifier }) => moduleSpecifier);
  return imported.flatMap((specifier) => {
    if (!ts.isStringLiteral(specifier) || !specifier.text.startsWith(".")) return [];
    return textsOf(readFile(join(dirname(path), specifier.text)));
  });
}
