import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { readVectors } from "./read-vectors.ts";
import { verifyVector } from "./verify-vector.ts";

interface CookbookEntry {
  readonly data: {
    readonly input?: { readonly payload: string; readonly key: Jwk; readonly alg: string };
    readonly output?: { readonly compact?: string };
  };
}

interface MultipleSignatures {
  readonly data: {
    readonly input: { readonly payload: string; readonly key: readonly Jwk[] };
    readonly output: {
      readonly json: {
        readonly payload: string;
        readonly signatures: readonly { protected?: string; signature: string }[];
      };
    };
  };
}

const vectors = readVectors<CookbookEntry>("rfc7520-cookbook");
const signed = vectors.flatMap(({ id, data: { input, output } }) =>
  id.includes("jws") && input !== undefined && output?.compact !== undefined
    ? [{ id, compact: output.compact, ...input }]
    : [],
);
const asymmetric = signed.filter(({ alg }) => !alg.startsWith("HS"));
const symmetric = signed.filter(({ alg }) => alg.startsWith("HS"));

test("sees six signed objects in compact form, four of them asymmetric", () => {
  assert.deepEqual(
    asymmetric.map(({ alg }) => alg),
    ["EdDSA", "RS256", "PS384", "ES512"],
  );
  assert.equal(symmetric.length, 2);
});

for (const { id, compact, key, payload } of asymmetric) {
  test(`verifies ${id} and refuses it with its payload changed (RFC 7520 §4)`, async () => {
    assert.equal(await verifyVector(compact, key), payload);
    const [header, , signature] = compact.split(".");
    await assert.rejects(verifyVector(`${header}.SGVsbG8.${signature}`, key), { code: "ERR_VERIFICATION_SIGNATURE" });
  });
}

for (const { id, compact, key } of symmetric) {
  test(`refuses ${id}, which a shared secret signed`, async () => {
    await assert.rejects(verifyVector(compact, key), { code: "ERR_VERIFICATION_ALGORITHM" });
  });
}

test("verifies the signature of RFC 7520 §4.8 whose whole header is protected", async () => {
  const vector = readVectors<MultipleSignatures>("rfc7520-cookbook").find(({ id }) =>
    id.endsWith("4_8.multiple_signatures"),
  );
  const [first] = vector?.data.output.json.signatures ?? [];
  const [rsa] = vector?.data.input.key ?? [];
  assert.ok(vector && first && rsa);
  const { payload } = vector.data.output.json;
  assert.equal(await verifyVector(`${first.protected}.${payload}.${first.signature}`, rsa), vector.data.input.payload);
});
