import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addSecret,
  createSecret,
  needsReadableSecret,
  readClearSecrets,
  rotateSecret,
} from "../../../../src/provider/clients/client-secret.ts";
import { describeClient } from "../../../../src/provider/clients/registered-client.ts";
import { isSlowHash, matchesSecret } from "../../../../src/provider/clients/secret-hash.ts";
import { createProviderContext } from "../../../../src/provider/create-context.ts";
import { basic, createTestProvider } from "../../../fixtures/provider/clientauth-provider.ts";

const issuer = "https://id.example.com";
const form = { grant_type: "client_credentials" };

test("client secret: one that is made has 256 bits in letters, digits, - and _, and is stored as SHA-256 (RFC 6819 §5.1.4.2.2)", async () => {
  const context = createProviderContext({ issuer, clock: () => 5 });
  const { secret, stored } = await createSecret(context, { clientId: "web" });
  assert.match(secret, /^[\w-]{43}$/);
  assert.match(stored.hash, /^sha256 [\w-]{43}$/);
  assert.deepEqual([stored.createdAtMs, "sealed" in stored, "expiresAtMs" in stored], [5, false, false]);
  assert.equal(matchesSecret(secret, [stored], 0), true);
  assert.equal(matchesSecret(`${secret}x`, [stored], 0), false);
});

test("client secret: one that is chosen is hashed slowly (RFC 6819 §5.1.4.1.3)", async () => {
  const context = createProviderContext({ issuer });
  const { secret, stored } = await createSecret(context, { clientId: "web", chosen: "letmein", expiresAtMs: 9 });
  assert.deepEqual([secret, isSlowHash(stored.hash), stored.expiresAtMs], ["letmein", true, 9]);
  assert.equal(matchesSecret("letmein", [stored], 0), false);
});

const stored = (createdAtMs: number, expiresAtMs?: number) => ({
  hash: `sha256 ${createdAtMs}`,
  createdAtMs,
  ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
});

test("client secret: at most two live ones are kept, the youngest beside the new one (RFC 7591 §3.2.1)", () => {
  assert.deepEqual(addSecret([], stored(3), 3), [stored(3)]);
  assert.deepEqual(addSecret([stored(2), stored(1)], stored(3), 3), [stored(2), stored(3)]);
  assert.deepEqual(addSecret([stored(1), stored(2, 3)], stored(3), 3), [stored(1), stored(3)]);
});

test("client secret: when it is replaced, the old one is good for a while, never for longer than it was to be", () => {
  const at = (overlapMs: number) => ({ nowMs: 10, overlapMs });
  assert.deepEqual(rotateSecret([stored(1)], stored(10), at(5)), [stored(1, 15), stored(10)]);
  assert.deepEqual(rotateSecret([stored(1, 12)], stored(10), at(5)), [stored(1, 12), stored(10)]);
  assert.deepEqual(rotateSecret([stored(1)], stored(10), at(0)), [stored(10)]);
});

test("client secret: both live ones are accepted, and an expired one is not (RFC 7591 §3.2.1)", async () => {
  const { post, store, time } = createTestProvider({});
  const context = createProviderContext({ issuer, store, clock: () => time.nowMs });
  const old = await createSecret(context, { clientId: "web", expiresAtMs: time.nowMs + 1000 });
  const fresh = await createSecret(context, { clientId: "web" });
  const secrets = addSecret([old.stored], fresh.stored, time.nowMs);
  const metadata = { grant_types: ["client_credentials"] };
  await store.clients.put({ clientId: "web", metadata, secrets, createdAtMs: 0, version: 1 });
  const attempt = async (secret: string) =>
    (await post({ path: "/token", form, headers: basic("web", secret) })).status;
  assert.deepEqual([await attempt(old.secret), await attempt(fresh.secret)], [200, 200]);
  time.nowMs += 1000;
  assert.deepEqual([await attempt(old.secret), await attempt(fresh.secret)], [401, 200]);
});

test("client secret: a chosen one is accepted; guesses are slowed down before they are hashed, from their own address", async () => {
  const { post, store, time } = createTestProvider({});
  const context = createProviderContext({ issuer, store, clock: () => time.nowMs });
  const chosen = await createSecret(context, { clientId: "web", chosen: "letmein" });
  const expired = { ...chosen.stored, expiresAtMs: time.nowMs };
  const metadata = { grant_types: ["client_credentials"] };
  const client = { metadata, createdAtMs: 0, version: 1 };
  await store.clients.put({ ...client, clientId: "web", secrets: [chosen.stored] });
  await store.clients.put({ ...client, clientId: "old", secrets: [expired] });
  const attempt = async (id: string, secret: string, remoteAddress: string) =>
    (await post({ path: "/token", form, headers: basic(id, secret), connection: { remoteAddress } })).status;
  assert.equal(await attempt("web", "letmein", "192.0.2.1"), 200);
  assert.equal(await attempt("old", "letmein", "192.0.2.3"), 401);
  for (let count = 1; count < 10; count += 1) assert.equal(await attempt("web", "wrong", "192.0.2.1"), 401);
  assert.equal(await attempt("web", "wrong", "192.0.2.1"), 429);
  assert.equal(await attempt("web", "letmein", "192.0.2.2"), 200);
  // Another process knows of the block by the store alone.
  const other = createTestProvider({ store });
  const elsewhere = await other.post({
    path: "/token",
    form,
    headers: basic("web", "letmein"),
    connection: { remoteAddress: "192.0.2.1" },
  });
  assert.equal(elsewhere.status, 429);
});

test("client secret: once slow hashes are about, an unknown client costs one too (RFC 6819 §5.1.4.2)", async () => {
  const { post, store } = createTestProvider({});
  const context = createProviderContext({ issuer, store });
  const [slow, fast] = [
    await createSecret(context, { clientId: "slow", chosen: "letmein" }),
    await createSecret(context, { clientId: "fast" }),
  ];
  const client = { metadata: { grant_types: ["client_credentials"] }, createdAtMs: 0, version: 1 };
  await store.clients.put({ ...client, clientId: "slow", secrets: [slow.stored] });
  await store.clients.put({ ...client, clientId: "fast", secrets: [fast.stored] });
  const measure = async (id: string): Promise<number> => {
    const start = performance.now();
    assert.equal((await post({ path: "/token", form, headers: basic(id, "wrong") })).status, 401);
    return performance.now() - start;
  };
  await measure("slow");
  await measure("nobody");
  const [wrong, unknown, generated] = [await measure("slow"), await measure("nobody"), await measure("fast")];
  assert.ok(unknown > wrong / 10 && generated > wrong / 10, `${wrong} ms, ${unknown} ms, ${generated} ms`);
});

test("client secret: it must be readable where more is done with it than comparing (OpenID Connect Core §16.19)", () => {
  const readable = [
    { token_endpoint_auth_method: "client_secret_jwt" },
    { id_token_signed_response_alg: "HS256" },
    { userinfo_encrypted_response_alg: "A128KW" },
    { introspection_encrypted_response_alg: "A256GCMKW" },
    { request_object_encryption_alg: "dir" },
  ];
  for (const metadata of readable) assert.equal(needsReadableSecret(metadata), true, JSON.stringify(metadata));
  const others = [{}, { token_endpoint_auth_method: "client_secret_post", id_token_signed_response_alg: "ES256" }];
  for (const metadata of others) assert.equal(needsReadableSecret(metadata), false, JSON.stringify(metadata));
});

test("client secret: in clear there are that of the configuration, and sealed ones that are alive", async () => {
  const context = createProviderContext({ issuer, clock: () => 5 });
  const facts = { clientId: "web", secrets: [], isDisabled: false, isConfigured: true };
  const configured = describeClient({}, { ...facts, clearSecret: () => "shh" });
  assert.deepEqual(await readClearSecrets(context, configured), ["shh"]);
  assert.doesNotMatch(JSON.stringify(configured), /shh/);
  assert.deepEqual(await readClearSecrets(context, describeClient({}, facts)), []);
  const sealed = await createSecret(context, { clientId: "web", isReadable: true });
  const dead = await createSecret(context, { clientId: "web", isReadable: true, expiresAtMs: 5 });
  const client = describeClient({}, { ...facts, secrets: [sealed.stored, dead.stored] });
  assert.deepEqual(await readClearSecrets(context, client), [sealed.secret]);
  const stolen = describeClient({}, { ...facts, clientId: "other", secrets: [sealed.stored] });
  await assert.rejects(readClearSecrets(context, stolen), Error);
});
