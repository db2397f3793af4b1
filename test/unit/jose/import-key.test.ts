import assert from "node:assert/strict";
import { test } from "node:test";
import { findJwsAlgorithm, type JwsAlgorithm } from "../../../src/jose/algorithms.ts";
import { importKey } from "../../../src/jose/import-key.ts";
import { generateTestKey } from "./signed-tokens.ts";

function algorithm(name: string): JwsAlgorithm {
  const found = findJwsAlgorithm(name);
  assert.ok(found);
  return found;
}

test("imports a public key for verifying and a private one for signing, neither extractable", async () => {
  const { publicJwk, privateJwk } = await generateTestKey("ES256");
  const verifying = await importKey(publicJwk, algorithm("ES256"), "verify");
  assert.deepEqual([verifying.type, verifying.usages, verifying.extractable], ["public", ["verify"], false]);
  const signing = await importKey(privateJwk, algorithm("ES256"), "sign");
  assert.deepEqual([signing.type, signing.usages, signing.extractable], ["private", ["sign"], false]);
});

test("imports only the public part of a private key for verifying", async () => {
  const { privateJwk } = await generateTestKey("RS256");
  assert.equal((await importKey(privateJwk, algorithm("RS256"), "verify")).type, "public");
});

test("imports a key whose key_ops name more than one use", async () => {
  const { publicJwk } = await generateTestKey("ES256", { key_ops: ["sign", "verify"], ext: false });
  assert.deepEqual((await importKey(publicJwk, algorithm("ES256"), "verify")).usages, ["verify"]);
});

test("imports an object once for each algorithm and use", async () => {
  const { publicJwk } = await generateTestKey("RS256");
  const first = await importKey(publicJwk, algorithm("RS256"), "verify");
  assert.equal(await importKey(publicJwk, algorithm("RS256"), "verify"), first);
  assert.notEqual(await importKey(publicJwk, algorithm("PS256"), "verify"), first);
  assert.notEqual(await importKey({ ...publicJwk }, algorithm("RS256"), "verify"), first);
});

test("imports an object again when its numbers have been changed since", async () => {
  const [one, two] = await Promise.all([generateTestKey("ES256"), generateTestKey("ES256")]);
  const jwk = { ...one.publicJwk };
  const first = await importKey(jwk, algorithm("ES256"), "verify");
  Object.assign(jwk, two.publicJwk);
  assert.notEqual(await importKey(jwk, algorithm("ES256"), "verify"), first);
});

test("leaves the key object as it was, not even frozen", async () => {
  const { publicJwk } = await generateTestKey("ES256");
  await importKey(publicJwk, algorithm("ES256"), "verify");
  assert.equal(Object.isFrozen(publicJwk), false);
});

test("fails for numbers that are no key, and for a symmetric key", async () => {
  await assert.rejects(importKey({ kty: "EC", crv: "P-256", x: "AA", y: "AA" }, algorithm("ES256"), "verify"));
  await assert.rejects(importKey({ kty: "oct", k: "AAAA" }, algorithm("HS256"), "sign"), TypeError);
});
