import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readRuntime, readSpecs } from "../../../codegen/read-specs.ts";
import { problemsOf } from "./tiny-specs.ts";

const root = mkdtempSync(join(tmpdir(), "read-specs-"));
after(() => rmSync(root, { recursive: true }));
let made = 0;

function folder(files: Readonly<Record<string, string>>): string {
  const place = join(root, String(made++));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(place, path, ".."), { recursive: true });
    writeFileSync(join(place, path), text);
  }
  return place;
}

test("reads every JSON file by its path, sorted, and nothing else", () => {
  const specs = readSpecs(folder({ "b/x.json": "[1]", "a/deep/y.json": "{}", "README.md": "#", "a.json": '"z"' }));
  assert.deepEqual(
    [...specs],
    [
      ["a.json", "z"],
      ["a/deep/y.json", {}],
      ["b/x.json", [1]],
    ],
  );
});

const broken: readonly (readonly [title: string, text: string, pointer: string, message: string])[] = [
  ["broken JSON", '{\n  "a": 1,\n}', "", "Not usable as JSON: syntax (line 3, column 1)."],
  ["a duplicate member", '{"a":{"b":1,"\\u0062":2}}', "/a/b", "Not usable as JSON: duplicate-member."],
  ["nesting beyond 64", "[".repeat(65) + "]".repeat(65), "", "Not usable as JSON: too-deep."],
];

for (const [title, text, pointer, message] of broken) {
  test(`refuses ${title}, naming file and place`, () => {
    const place = folder({ "rfc1/a.schema.json": text, "rfc1/b.schema.json": "{}" });
    assert.deepEqual(
      problemsOf(() => readSpecs(place)),
      [{ file: "rfc1/a.schema.json", pointer, message, remedy: "Correct the file." }],
    );
  });
}

test("reads the modules of a folder by name", () => {
  const place = folder({ "b.ts": "b", "a.ts": "a", "c.md": "c" });
  assert.deepEqual(
    [...readRuntime(place)],
    [
      ["a.ts", "a"],
      ["b.ts", "b"],
    ],
  );
});
