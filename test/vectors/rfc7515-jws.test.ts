import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { decodeBase64url, encodeBase64url } from "../../src/util/base64url.ts";
import { readVectors } from "./read-vectors.ts";
import { verifyVector } from "./verify-vector.ts";

interface JsonSerialisation {
  readonly payload: string;
  readonly signatures: readonly { readonly protected: string; readonly signature: string }[];
}

const compact = readVectors<{ jws: string; tampered: string; jwk: Jwk; payloadUtf8: string; alg: string }>(
  "rfc7515-jws",
);
const general = readVectors<{ jws: JsonSerialisation; keys: readonly Jwk[] }>("rfc7515-jws");
const flattened = readVectors<{ jws: { payload: string; protected: string; signature: string }; jwk: Jwk }>(
  "rfc7515-jws",
);
const octets = readVectors<{ octets: readonly number[]; base64url: string }>("rfc7515-jws");

test("sees the ten entries of RFC 7515", () => {
  assert.deepEqual(
    compact.map(({ id }) => id.replace("rfc7515-", "")),
    ["A.1", "A.2", "A.3", "A.4", "A.5", "A.6", "A.7", "E", "B", "C"],
  );
});

const asymmetric = compact.filter(({ alg }) => ["RS256", "ES256", "ES512"].includes(alg));

test("sees three objects with asymmetric signatures", () => {
  assert.equal(asymmetric.length, 3);
});

for (const { id, jws, tampered, jwk, payloadUtf8 } of asymmetric) {
  test(`verifies ${id} and refuses its tampered copy (RFC 7515 §5.2)`, async () => {
    assert.equal(await verifyVector(jws, jwk), payloadUtf8);
    await assert.rejects(verifyVector(tampered, jwk), { code: "ERR_VERIFICATION_SIGNATURE" });
  });
}

const expectedRefusals: Readonly<Record<string, string>> = {
  "rfc7515-A.1": "ERR_VERIFICATION_ALGORITHM",
  "rfc7515-A.5": "ERR_VERIFICATION_ALGORITHM",
  "rfc7515-E": "ERR_VERIFICATION_CRITICAL_HEADER",
};

const refused = compact.flatMap((entry) => {
  const code = expectedRefusals[entry.id];
  return code === undefined ? [] : [{ ...entry, code }];
});

test("sees three objects to refuse: HMAC, unsecured, critical header", () => {
  assert.equal(refused.length, 3);
});

for (const { id, jws, code } of refused) {
  test(`refuses ${id} with ${code}`, async () => {
    await assert.rejects(verifyVector(jws, { kty: "oct", k: "AAAA" }), { code });
  });
}

test("verifies each signature of the object in general JSON serialisation (RFC 7515 §A.6)", async () => {
  const vector = general.find(({ id }) => id === "rfc7515-A.6");
  assert.equal(vector?.jws.signatures.length, 2);
  for (const [index, entry] of (vector?.jws.signatures ?? []).entries()) {
    const key = vector?.keys[index];
    assert.ok(key);
    assert.match(
      await verifyVector(`${entry.protected}.${vector?.jws.payload}.${entry.signature}`, key),
      /^\{"iss":"joe"/,
    );
  }
});

test("verifies the object in flattened JSON serialisation (RFC 7515 §A.7)", async () => {
  const vector = flattened.find(({ id }) => id === "rfc7515-A.7");
  assert.ok(vector);
  const { payload, protected: header, signature } = vector.jws;
  assert.match(await verifyVector(`${header}.${payload}.${signature}`, vector.jwk), /^\{"iss":"joe"/);
});

test("writes and reads the octets of appendix C as base64url (RFC 7515 §C)", () => {
  const vector = octets.find(({ id }) => id === "rfc7515-C");
  assert.ok(vector);
  assert.equal(encodeBase64url(new Uint8Array(vector.octets)), "A-z_4ME");
  assert.deepEqual([...(decodeBase64url(vector.base64url) ?? [])], [3, 236, 255, 224, 193]);
});
