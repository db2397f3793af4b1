import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { deriveClientSecretKey } from "../../../src/jose/client-secret-key.ts";

const secret = "pässword of the client";

for (const [bits, digest] of [
  [128, "sha256"],
  [192, "sha256"],
  [256, "sha256"],
  [384, "sha384"],
  [512, "sha512"],
] as const) {
  test(`derives ${bits} bits from the left of ${digest} (OpenID Connect Core §10.2)`, async () => {
    const expected = createHash(digest)
      .update(secret, "utf8")
      .digest()
      .subarray(0, bits / 8);
    assert.deepEqual(Buffer.from(await deriveClientSecretKey(secret, bits)), expected);
  });
}

test("refuses an empty secret and more bits than a digest has", async () => {
  for (const [given, bits] of [
    ["", 128],
    [secret, 520],
  ] as const) {
    await assert.rejects(deriveClientSecretKey(given, bits), {
      code: "ERR_CONFIGURATION_KEY",
      parameter: "clientSecret",
    });
  }
});
