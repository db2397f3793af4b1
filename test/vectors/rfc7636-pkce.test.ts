import assert from "node:assert/strict";
import { test } from "node:test";
import { calculateCodeChallenge, checkCodeVerifier, createCodeVerifier } from "../../src/pkce.ts";
import { readVectors } from "./read-vectors.ts";

interface PkceVector {
  readonly randomOctets?: readonly number[];
  readonly code_verifier?: string;
  readonly code_challenge?: string;
  readonly valid?: readonly string[];
  readonly invalid?: readonly string[];
}

const vectors = readVectors<PkceVector>("rfc7636-pkce");

test("sees two entries with three valid and seven invalid verifiers", () => {
  assert.deepEqual(
    vectors.map(({ id }) => id),
    ["rfc7636-B", "rfc7636-4.1-syntax"],
  );
  assert.deepEqual([vectors[1]?.valid?.length, vectors[1]?.invalid?.length], [3, 7]);
});

test("makes verifier and challenge of appendix B from its octets (RFC 7636 §B)", async () => {
  const [vector] = vectors;
  const verifier = createCodeVerifier(() => new Uint8Array(vector?.randomOctets ?? []));
  assert.equal(verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  assert.equal(vector?.code_verifier, verifier);
  assert.equal(await calculateCodeChallenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  assert.equal(vector?.code_challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
});

for (const verifier of vectors[1]?.valid ?? []) {
  test(`accepts the verifier ${verifier} (RFC 7636 §4.1)`, () => checkCodeVerifier(verifier));
}

for (const verifier of vectors[1]?.invalid ?? []) {
  test(`refuses the verifier ${JSON.stringify(verifier)} (RFC 7636 §4.1)`, () => {
    assert.throws(() => checkCodeVerifier(verifier), { code: "ERR_CONFIGURATION_OPTION" });
  });
}
