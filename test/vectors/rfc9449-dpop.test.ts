import assert from "node:assert/strict";
import { test } from "node:test";
import { normalizeProofTarget } from "../../src/dpop/proof-target.ts";
import { verifyDPoPProof } from "../../src/dpop/verify-proof.ts";
import { readVectors } from "./read-vectors.ts";

interface ProofVector {
  readonly proof?: string;
  readonly request: { readonly method: string; readonly url: string };
  readonly payload: { readonly iat: number; readonly htu: string };
  readonly jkt: string;
  readonly ath?: { readonly accessToken: string };
}

const vectors = readVectors<ProofVector>("rfc9449-dpop").flatMap(({ proof, ...vector }) =>
  proof === undefined ? [] : [{ ...vector, proof }],
);

for (const { id, proof, request, payload, jkt, ath } of vectors) {
  const expectations = { ...request, jkt, accessToken: ath?.accessToken, replayStore: "none" } as const;

  test(`${id}: the proof is accepted at its time, and shows the key of the token (RFC 9449 §4.3)`, async () => {
    const verified = await verifyDPoPProof(proof, { ...expectations, clock: () => payload.iat * 1000 });
    assert.deepEqual(verified.claims, payload);
    assert.equal(verified.jkt, jkt);
    assert.equal(normalizeProofTarget(payload.htu), payload.htu);
  });

  test(`${id}: the proof is refused a minute and a second later, and with another signature`, async () => {
    const late = verifyDPoPProof(proof, { ...expectations, clock: () => (payload.iat + 61) * 1000 });
    await assert.rejects(late, { code: "ERR_VERIFICATION_DPOP_PROOF", parameter: "iat" });
    const [header, claims, signature = ""] = proof.split(".");
    const forged = [header, claims, `A${signature.slice(1)}`].join(".");
    const call = verifyDPoPProof(forged, { ...expectations, clock: () => payload.iat * 1000 });
    await assert.rejects(call, { code: "ERR_VERIFICATION_DPOP_PROOF", message: /^The signature of the DPoP proof/ });
  });
}

test("rfc9449-dpop: all printed proofs have been looked at", () => {
  assert.equal(vectors.length, 3);
});
