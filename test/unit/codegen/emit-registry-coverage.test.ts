import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { composeMessages } from "../../../codegen/compose.ts";
import { emitCoverage } from "../../../codegen/emit/coverage.ts";
import { listRegisteredNames } from "../../../codegen/emit/registry-coverage.ts";
import { composition, contribution, secondDocument, specSet } from "./tiny-specs.ts";

function list(registries: Readonly<Record<string, unknown>>): readonly string[] {
  const specs = specSet({
    ...secondDocument,
    ...contribution(
      {
        colour: { type: "string", "x-open-enum": ["red", "a|b"] },
        shape: { type: "string", enum: ["round"] },
        kind: { const: "fixed" },
        sizes: { type: "array", items: { type: "string", enum: ["big"] } },
      },
      { document: "rfc2" },
    ),
    "messages/answer.schema.json": composition("answer", ["rfc1", "rfc2"]),
    "openapi/x.openapi.json": { paths: { "/.well-known/found": { get: { description: "X-Field" } } } },
    ...registries,
  });
  return listRegisteredNames(composeMessages(specs), specs).filter((line) => line.startsWith("| `"));
}

test("says in which message a name lives, as a member or as a value", () => {
  const names = ["word", "red", "a|b", "round", "fixed", "big", "found", "x-field"].map((name) => ({ name }));
  assert.deepEqual(list({ "registries/things.json": names }), [
    "| `word` | Answer |",
    "| `red` | Answer.colour |",
    "| `a\\|b` | Answer.colour |",
    "| `round` | Answer.shape |",
    "| `fixed` | Answer.kind |",
    "| `big` | Answer.sizes |",
    "| `found` | the exchanges of specs/openapi |",
    "| `x-field` | the exchanges of specs/openapi |",
  ]);
});

test("gives the reason of a name that is not planned, also by its kind", () => {
  const found = list({
    "registries/unregistered-names.json": [
      { name: "word", kind: "answer" },
      { name: "other", kind: "question" },
    ],
    "registries/media-types.json": [{ name: "application/red+jwt", typ: "red" }],
    "registries/not-planned.json": {
      "unregistered-names.json": [{ reason: "Nobody asks.", until: null, names: ["other (question)"] }],
    },
  });
  assert.deepEqual([...found].sort(), [
    "| `application/red+jwt` | Answer.colour |",
    "| `other (question)` | not planned: Nobody asks. |",
    "| `word (answer)` | Answer |",
  ]);
});

test("says so where a name lives nowhere and has no reason", () => {
  assert.deepEqual(list({ "registries/things.json": [{ name: "lost" }] }), ["| `lost` | nowhere |"]);
});

test("the page of this project lists each name of each registry", () => {
  const folder = new URL("../../../specs/registries/", import.meta.url);
  const page = readFileSync(new URL("../../../generated/coverage.md", import.meta.url), "utf8");
  const files = readdirSync(folder).filter((file) => file.endsWith(".json") && file !== "not-planned.json");
  assert.ok(files.length >= 34);
  for (const file of files) {
    const rows: readonly { readonly name: string }[] = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    const start = page.indexOf(`\n### ${file.replace(".json", "")}\n`);
    assert.ok(start > 0, file);
    const section = page.slice(start + 1).split("\n### ")[0] ?? "";
    const missing = rows.filter(({ name }) => !section.includes(`| \`${name.replaceAll("|", "\\|")}`));
    assert.deepEqual(missing, [], file);
    assert.ok(!section.includes("| nowhere |"), file);
  }
});

test("specs without registries have no section for them", () => {
  const specs = specSet();
  assert.ok(!emitCoverage(composeMessages(specs), specs).text.includes("Registered names"));
});
