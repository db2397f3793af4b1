import assert from "node:assert/strict";
import { test } from "node:test";
import { parseChallenges } from "../../src/util/header-field.ts";
import { readVectors } from "./read-vectors.ts";

interface ChallengeVector {
  readonly source: string;
  readonly section: string;
  readonly header: string;
  readonly challenges: readonly { readonly scheme: string; readonly params: Readonly<Record<string, string>> }[];
}

const vectors = readVectors<ChallengeVector>("www-authenticate");

test("www-authenticate: the vectors are there", () => assert.equal(vectors.length, 13));

for (const { id, source, section, header, challenges } of vectors) {
  test(`www-authenticate: reads the challenges of ${id} (${source}, section ${section})`, () => {
    const read = parseChallenges(header).map(({ scheme, parameters }) => ({ scheme, params: { ...parameters } }));
    assert.deepEqual(read, challenges);
  });
}
