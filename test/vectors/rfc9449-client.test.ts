import assert from "node:assert/strict";
import { test } from "node:test";
import { dpopProofSchema } from "../../generated/messages/dpop-proof.ts";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { isDPoPNonce } from "../../src/dpop/nonce-store.ts";
import { readDPoPTarget } from "../../src/dpop/target.ts";
import { checkTokenBinding } from "../../src/dpop/token-binding.ts";
import { jwkThumbprint, sha256Base64url } from "../../src/jose/hash.ts";
import { checkMessage } from "../../src/schema/check.ts";
import { readProof } from "../fixtures/proofs.ts";
import { readVectors } from "./read-vectors.ts";

interface Vector {
  readonly proof?: string;
  readonly request?: { readonly method: string; readonly url: string };
  readonly header?: { readonly jwk: Jwk };
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly jkt?: string;
  readonly ath?: { readonly accessToken: string; readonly expected: string };
  readonly valid?: readonly string[];
  readonly invalid?: readonly string[];
  readonly introspectionResponse?: { readonly cnf: { readonly jkt: string } };
}

const vectors = readVectors<Vector>("rfc9449-dpop");
const proofs = vectors.filter(({ proof }) => proof !== undefined);

test("RFC 9449: the proofs of the document are all there", () => assert.ok(proofs.length >= 3, String(proofs.length)));

for (const { id, proof, request, header, payload, jkt, ath } of proofs) {
  test(`${id}: the proof is verified, and its claims are those that this library would make (RFC 9449 §4.2)`, async () => {
    const seen = await readProof(proof);
    assert.deepEqual(seen.claims, payload);
    assert.ok(checkMessage(dpopProofSchema, seen.claims).ok);
    assert.equal(seen.claims.htm, request?.method);
    assert.equal(seen.claims.htu, readDPoPTarget(request?.url ?? "").htu);
    assert.equal(await jwkThumbprint(header?.jwk ?? { kty: "" }), jkt);
    if (ath !== undefined) assert.equal(await sha256Base64url(ath.accessToken), ath.expected);
  });
}

test("rfc9449-nonce-syntax: nonces of the document (RFC 9449 §8.1)", () => {
  const sample = vectors.find(({ id }) => id === "rfc9449-nonce-syntax");
  assert.ok(sample?.valid?.length === 2 && sample.invalid?.length === 5);
  for (const nonce of sample.valid) assert.ok(isDPoPNonce(nonce), nonce);
  for (const nonce of sample.invalid) assert.ok(!isDPoPNonce(nonce), nonce);
});

test("rfc9449-cnf: the introspection response of the document (RFC 9449 §6.2)", () => {
  const response = vectors.find(({ id }) => id === "rfc9449-cnf")?.introspectionResponse;
  assert.ok(response !== undefined);
  assert.equal(checkTokenBinding({ jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" }, response), "bound");
});
