import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findJweAlgorithm,
  findJweEncryption,
  listAsymmetricJweAlgorithms,
  listJweEncryptions,
} from "../../../src/jose/jwe-algorithms.ts";

test("knows the key management algorithms but RSA1_5, and no name of an object's own members (RFC 7518 §4.1)", () => {
  for (const name of ["RSA1_5", "none", "", "toString", "__proto__", "RSA-OAEP ", "rsa-oaep", "A128GCM"]) {
    assert.equal(findJweAlgorithm(name), undefined, name);
  }
  assert.deepEqual(findJweAlgorithm("A192GCMKW")?.keyBits, 192);
  assert.equal(findJweAlgorithm("ECDH-ES")?.hasEncryptedKey, false);
  assert.equal(findJweAlgorithm("dir")?.hasEncryptedKey, false);
  assert.equal(findJweAlgorithm("ECDH-ES+A128KW")?.hasEncryptedKey, true);
  assert.equal(findJweAlgorithm("PBES2-HS256+A128KW")?.password, true);
});

test("lists the algorithms that need a public key only, most common first", () => {
  assert.deepEqual(listAsymmetricJweAlgorithms(), [
    ...["RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"],
    ...["ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"],
  ]);
});

test("knows the content encryptions with the lengths of their parts (RFC 7518 §5.1)", () => {
  assert.deepEqual(listJweEncryptions(), [
    ...["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"],
  ]);
  assert.deepEqual(findJweEncryption("A192CBC-HS384"), {
    name: "A192CBC-HS384",
    keyBits: 384,
    ivOctets: 16,
    tagOctets: 24,
  });
  assert.equal(findJweEncryption("A128CBC"), undefined);
});
