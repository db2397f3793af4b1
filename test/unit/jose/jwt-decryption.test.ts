import assert from "node:assert/strict";
import { test } from "node:test";
import { createJwtDecryption } from "../../../src/jose/jwt-decryption.ts";

const keys = [{ clientSecret: "secret" }];

test("accepts the registered algorithms only, A128CBC-HS256 where none is named (OpenID Connect Dynamic Client Registration §2)", () => {
  assert.deepEqual(createJwtDecryption(keys, { algorithm: "ECDH-ES", encryption: "A256GCM" }), {
    ...{ keys, algorithms: ["ECDH-ES"], encryptions: ["A256GCM"], required: true },
  });
  assert.deepEqual(createJwtDecryption(keys, { algorithm: "dir" }), {
    ...{ keys, algorithms: ["dir"], encryptions: ["A128CBC-HS256"], required: true },
  });
});

test("without a registration, encryption is accepted where there are keys", () => {
  assert.deepEqual(createJwtDecryption(keys), { keys });
  assert.equal(createJwtDecryption([]), undefined);
});

for (const [registered, parameter] of [
  [{ algorithm: "RSA1_5" }, "algorithm"],
  [{ algorithm: "none", encryption: "A128GCM" }, "algorithm"],
  [{ algorithm: "dir", encryption: "A128CBC" }, "encryption"],
] as const) {
  test(`refuses a registration of ${JSON.stringify(registered)}`, () => {
    assert.throws(() => createJwtDecryption(keys, registered), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}
