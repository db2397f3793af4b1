import assert from "node:assert/strict";
import { test } from "node:test";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { decryptJwe } from "../../src/jose/decrypt-jwe.ts";
import { readVectors } from "./read-vectors.ts";

interface Vector {
  readonly alg: string;
  readonly enc: string;
  readonly plaintext: string;
  readonly jwk: Jwk;
  readonly jwe: unknown;
}

const vectors = readVectors<Vector>("rfc7516-jwe");
const compact = vectors.flatMap((vector) => (typeof vector.jwe === "string" ? [{ ...vector, jwe: vector.jwe }] : []));
const readable = compact.filter(({ alg }) => alg !== "RSA1_5");

test("sees three objects in compact form, one of them with RSA1_5", () => {
  assert.deepEqual(
    compact.map(({ alg }) => alg),
    ["RSA-OAEP", "RSA1_5", "A128KW"],
  );
});

for (const { id, jwe, jwk, alg, enc, plaintext } of readable) {
  test(`decrypts ${id}, and refuses it with one character of any part changed (RFC 7516 §5.2)`, async () => {
    const policy = { keys: [jwk], algorithms: [alg], encryptions: [enc] };
    assert.equal(new TextDecoder().decode((await decryptJwe(jwe, policy)).plaintext), plaintext);
    for (const part of [1, 2, 3, 4]) {
      const changed = jwe.split(".").map((text, index) => (index === part ? flip(text) : text));
      await assert.rejects(decryptJwe(changed.join("."), policy), {
        name: "VerificationError",
        code: "ERR_VERIFICATION_DECRYPTION",
      });
    }
  });
}

test("refuses RFC 7516 §A.2, which is encrypted with RSA1_5, whatever is listed (RFC 7518 §4.2)", async () => {
  const vector = compact.find(({ alg }) => alg === "RSA1_5");
  assert.ok(vector);
  const policy = { keys: [vector.jwk], algorithms: ["RSA-OAEP"], encryptions: ["A128CBC-HS256"] };
  await assert.rejects(decryptJwe(vector.jwe, policy), { code: "ERR_VERIFICATION_DECRYPTION", parameter: "alg" });
  await assert.rejects(decryptJwe(vector.jwe, { ...policy, algorithms: ["RSA1_5"] }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "algorithms",
  });
});

test("refuses the JSON serialisations of RFC 7516 §A.4 and §A.5", async () => {
  const other = vectors.filter(({ jwe }) => typeof jwe !== "string");
  assert.equal(other.length, 2);
  for (const { jwe } of other) {
    const policy = {
      keys: [{ kty: "oct", k: "GawgguFyGrWKav7AX4VKUg" }],
      algorithms: ["A128KW"],
      encryptions: ["A128GCM"],
    };
    await assert.rejects(decryptJwe(JSON.stringify(jwe), policy), { code: "ERR_VALIDATION_JWT" });
  }
});

/** The first character, whose bits all count. */
function flip(text: string): string {
  return `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
}
