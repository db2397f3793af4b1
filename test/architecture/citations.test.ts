import assert from "node:assert/strict";
import { test } from "node:test";
import * as documentLabels from "../../generated/documents.ts";
import { specification } from "../../src/errors/specification.ts";
import { findUnknownCitations } from "./citations.ts";
import { type KnownDocument, readKnownDocuments } from "./known-sections.ts";
import { parseModule, readModules } from "./source-module.ts";
import { findWrongLabels } from "./specification-labels.ts";

const documents: ReadonlyMap<string, KnownDocument> = new Map([
  ["rfc6749", { id: "rfc6749", label: "RFC 6749", sections: new Set(["5.1", "A.1"]) }],
  ["oidc-core", { id: "oidc-core", label: "OpenID Connect Core", sections: new Set(["3.1.3.7"]) }],
]);

const refused: readonly (readonly [title: string, text: string])[] = [
  ["a section that does not exist", "/** @see RFC 6749 §5.9 */"],
  ["a document that does not exist", "/** @see RFC 9999 §1 */"],
  ["a label that ends in a version", "/** @see OpenID Connect Core 1.0 §3.1.3.7 */"],
  ["a section in a string", 'const a = "RFC 6749 §4";'],
  ["a reference to a section that does not exist", 'const a = () => specification("rfc6749", "5");'],
  ["a reference to a document that does not exist", 'const a = () => specification("oidc", "5.1");'],
];

for (const [title, text] of refused) {
  test(`citations: refuses ${title}`, () => {
    assert.equal(findUnknownCitations([parseModule("src/a.ts", text)], documents).length, 1);
  });
}

test("citations: admits sections and appendices that specs/ lists", () => {
  const text = `// RFC 6749 §5.1, RFC 6749 §A.1 and OpenID Connect Core §3.1.3.7.
    export const a = () => specification("oidc-core", "3.1.3.7");`;
  assert.deepEqual(findUnknownCitations([parseModule("src/a.ts", text)], documents), []);
});

test("citations: every section that src cites stands in specs/", () => {
  const known = readKnownDocuments();
  assert.ok(known.size >= 50, `read ${known.size} documents only`);
  assert.deepEqual(findUnknownCitations(readModules("src"), known), []);
});

test("labels: a wrong label is found", () => {
  const known = [...documents.values()];
  assert.deepEqual(
    findWrongLabels(known, (id, section) => ({ label: `${id} §${section}` })),
    [
      'rfc6749 is called "rfc6749 §1" instead of "RFC 6749 §1".',
      'oidc-core is called "oidc-core §1" instead of "OpenID Connect Core §1".',
    ],
  );
});

test("labels: error messages call every document as specs/ does", () => {
  const labels = Object.values(documentLabels);
  const make = (document: string, section: string) => specification(document, section, labels);
  assert.deepEqual(findWrongLabels([...readKnownDocuments().values()], make), []);
});

test("labels: a document that src cites beside RFCs has its label without a message, or brings it along", () => {
  const calls = readModules("src").flatMap(({ text }) => [...text.matchAll(specificationCall)]);
  assert.ok(calls.length >= 150, `found ${calls.length} calls only`);
  const bare = new Set(calls.flatMap(([, id, labels]) => (labels === undefined ? [id] : [])));
  const cited = [...readKnownDocuments().values()].filter(({ id }) => bare.has(id));
  assert.deepEqual(findWrongLabels(cited, specification), []);
});

/** `specification("jarm", "2.3", [jarmLabel])`: the document, and whether labels follow. */
const specificationCall = /specification\(\s*"([a-z0-9-]+)",\s*"[^"]+"(,\s*\[)?/g;
