import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../../src/index.ts";
import { createTestKeys, createTestMetadata } from "../../../src/testing/index.ts";

test("createTestMetadata: a client takes them, with what was changed", async () => {
  const metadata = createTestMetadata({ issuer: "https://id.test", userinfo_endpoint: undefined });
  assert.equal(metadata.token_endpoint, "https://id.test/token");
  assert.equal("userinfo_endpoint" in metadata, false);
  assert.ok(Object.isFrozen(metadata.scopes_supported));
  const client = createClient({ issuer: "https://id.test", client: { client_id: "web" }, metadata });
  assert.equal((await client.metadata()).issuer, "https://id.test");
  assert.equal(createTestMetadata().issuer, "https://id.example.com");
});

test("createTestKeys: refuses an algorithm that has no pair of keys", async () => {
  for (const alg of ["HS256", "none", ""])
    await assert.rejects(createTestKeys(alg), { code: "ERR_CONFIGURATION_OPTION", parameter: "alg" });
  const { alg, publicJwk, privateJwk, jwks } = await createTestKeys("EdDSA");
  assert.deepEqual([alg, publicJwk.d, typeof privateJwk.d], ["EdDSA", undefined, "string"]);
  assert.deepEqual(jwks, { keys: [publicJwk] });
});
