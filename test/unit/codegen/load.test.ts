import assert from "node:assert/strict";
import { test } from "node:test";
import { loadSpecs } from "../../../codegen/load.ts";
import { problemsOf, specFiles, specSet } from "./tiny-specs.ts";

test("sorts files into kinds", () => {
  const specs = specSet({
    "rfc1/examples/answer.json": [],
    "registries/colours.json": [{ name: "red" }],
    "registries/not-planned.json": { anything: true },
    "openapi/server.openapi.json": { paths: {} },
  });
  assert.deepEqual([...specs.documents.keys()], ["rfc1"]);
  assert.deepEqual([...specs.commons.keys()], ["token"]);
  assert.deepEqual([...specs.contributions.keys()], ["rfc1/answer"]);
  assert.deepEqual([...specs.compositions.keys()], ["answer"]);
  assert.deepEqual([...specs.examples.keys()], ["rfc1/examples/answer.json"]);
  assert.deepEqual([...specs.registries], [["colours", [{ name: "red" }]]]);
  assert.deepEqual([...specs.openapi.keys()], ["server.openapi.json"]);
  assert.deepEqual(
    specs.tolerances.map(({ name }) => name),
    ["null-members", "scope-array", "rs256-not-offered"],
  );
});

test("the order of the files does not matter", () => {
  const files = [...specFiles()];
  assert.deepEqual(loadSpecs(new Map(files.toReversed())), loadSpecs(new Map(files)));
});

test("a document keeps its label, addresses and extra sections", () => {
  const document = { id: "draft-x", label: "X", title: "Ex", status: "draft", url: "https://x.example/" };
  const specs = specSet({ "draft-x/document.json": { ...document, sections: { "9": "Security" } } });
  assert.deepEqual(specs.documents.get("draft-x"), {
    id: "draft-x",
    label: "X",
    title: "Ex",
    status: "draft",
    url: "https://x.example/",
    sectionUrl: undefined,
    sections: { "9": "Security" },
  });
});

const document = { id: "rfc1", label: "RFC 1", title: "T", status: "standard", url: "https://rfc.example/1" };
const noPlace = "This file has no place in specs/. See specs/README.md for the layout, or correct its JSON.";
const cases: readonly (readonly [
  title: string,
  changes: Readonly<Record<string, unknown>>,
  want: readonly (readonly [file: string, pointer: string, words: string])[],
])[] = [
  ["a file outside the layout", { "rfc1/notes.json": {} }, [["rfc1/notes.json", "", noPlace]]],
  ["a file in a folder too deep", { "rfc1/a/b.schema.json": {} }, [["rfc1/a/b.schema.json", "", noPlace]]],
  ["a schema that is an array", { "rfc1/answer.schema.json": [] }, [["rfc1/answer.schema.json", "", noPlace]]],
  ["a registry that is an object", { "registries/colours.json": {} }, [["registries/colours.json", "", noPlace]]],
  [
    "a registry entry without name",
    { "registries/colours.json": [{ name: "red" }, { colour: "blue" }, "green"] },
    [
      ["registries/colours.json", "/1", "A registry entry needs name. Add it as text."],
      ["registries/colours.json", "/2", "A registry entry needs name. Add it as text."],
    ],
  ],
  [
    "a document with the id of another folder",
    { "rfc1/document.json": { ...document, id: "rfc2" } },
    [["rfc1/document.json", "/id", "The id differs from the folder. Make it rfc1."]],
  ],
  [
    "a document without title",
    { "rfc1/document.json": { ...document, title: "" } },
    [["rfc1/document.json", "/title", "A document needs title. Add it as text."]],
  ],
  [
    "a document of unknown status",
    { "rfc1/document.json": { ...document, status: "old" } },
    [
      [
        "rfc1/document.json",
        "/status",
        "The status old does not fit. Use standard, registry, or draft for a draft-* folder.",
      ],
    ],
  ],
  [
    "a draft outside a draft folder",
    { "rfc1/document.json": { ...document, status: "draft" } },
    [
      [
        "rfc1/document.json",
        "/status",
        "The status draft does not fit. Use standard, registry, or draft for a draft-* folder.",
      ],
    ],
  ],
  [
    "an empty document",
    { "rfc1/document.json": {} },
    ["id", "label", "title", "url", "status"].map((key) => [
      "rfc1/document.json",
      `/${key}`,
      `A document needs ${key}. Add it as text.`,
    ]),
  ],
  [
    "a tolerance of unknown scope",
    { "tolerances.json": [{ name: "x", scope: "file", deviation: "D1", description: "X." }] },
    [
      [
        "tolerances.json",
        "/0",
        "A tolerance needs name, scope, deviation and description. Add them as text; scope is member, message or rule.",
      ],
    ],
  ],
  [
    "tolerances that are no list",
    { "tolerances.json": {} },
    [
      [
        "tolerances.json",
        "/0",
        "A tolerance needs name, scope, deviation and description. Add them as text; scope is member, message or rule.",
      ],
    ],
  ],
];

for (const [title, changes, want] of cases) {
  test(`refuses ${title}`, () => {
    const found = problemsOf(() => loadSpecs(specFiles(changes)));
    assert.deepEqual(
      found.map(({ file, pointer, message, remedy }) => [file, pointer, `${message} ${remedy}`]),
      want,
    );
  });
}
