import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "../../../../src/provider/crypto/digest.ts";
import { createMemoryStore, type ProviderOptions } from "../../../../src/provider/index.ts";
import type { Grant, StoredToken } from "../../../../src/provider/stores/records.ts";
import { basic, createTestProvider } from "../../../fixtures/provider/clientauth-provider.ts";

const now = Date.parse("2026-03-01T12:00:00Z");
const secret = "client-secret-0123456789";
const clients = [
  { client_id: "web", client_secret: secret, grant_types: ["client_credentials"] },
  { client_id: "other", client_secret: secret },
  { client_id: "spa", token_endpoint_auth_method: "none" },
] as const;
const resources = { "https://jwt.example.com": { scopes: ["read"], format: "jwt" } } as const;

function createTestServer(options: Partial<ProviderOptions> = {}) {
  const accounts = { find: async (id: string) => ({ id, displayName: "Anna", isActive: true, claims: {} }) };
  const server = createTestProvider({ clients, tokens: { resources }, accounts, ...options });
  const call = (path: string, id: string, form: Readonly<Record<string, string>>) =>
    server.post({ path, form, headers: basic(id, secret) });
  const revoke = (id: string, token: string, hint?: string) =>
    call("/revoke", id, hint === undefined ? { token } : { token, token_type_hint: hint });
  const isActive = async (token: string) => (await call("/introspect", "web", { token })).json.active;
  return { ...server, call, revoke, isActive };
}

const grant = (id: string, clientId = "web"): Grant => ({
  id,
  clientId,
  accountId: "anna",
  isOffline: true,
  scope: [],
  details: {},
  createdAtMs: now,
  expiresAtMs: now + 3_600_000,
});
/** As long as a handle is. */
const handle = (name: string): string => name.padEnd(43, "_");
const row = (token: string, kind: StoredToken["kind"], grantId: string, clientId = "web"): StoredToken => ({
  hash: sha256(handle(token)),
  kind,
  grantId,
  clientId,
  accountId: "anna",
  scope: [],
  audience: [],
  generation: 0,
  issuedAtMs: now,
  expiresAtMs: now + 600_000,
  purgeAtMs: now + 600_000,
});

async function fill(store: ReturnType<typeof createMemoryStore>): Promise<void> {
  for (const id of ["1", "2"]) {
    const tokens = [row(`access-${id}`, "access_token", id), row(`refresh-${id}`, "refresh_token", id)];
    await store.grants.issue({ grant: grant(id), tokens, nowMs: now });
  }
}

test("revocation: a refresh token takes the tokens of its grant along, and no others of the account (RFC 7009 §2.1)", async () => {
  const { revoke, isActive, store, events } = createTestServer();
  await fill(store);
  const { status, text, headers } = await revoke("web", handle("refresh-1"));
  assert.deepEqual([status, text, headers.get("cache-control")], [200, "", "no-store"]);
  assert.deepEqual([await isActive(handle("access-1")), await isActive(handle("refresh-1"))], [false, false]);
  assert.deepEqual([await isActive(handle("access-2")), await isActive(handle("refresh-2"))], [true, true]);
  const revoked = events.filter(({ type }) => type === "token.revoked");
  assert.deepEqual(
    revoked.map(({ clientId, accountId, grantId }) => [clientId, accountId, grantId]),
    [["web", "anna", "1"]],
  );
});

test("revocation: an access token goes alone, whatever the hint (RFC 7009 §2.1)", async () => {
  for (const hint of [undefined, "access_token", "refresh_token", "pizza"]) {
    const { revoke, isActive, store } = createTestServer();
    await fill(store);
    assert.equal((await revoke("web", handle("access-1"), hint)).status, 200);
    assert.deepEqual([await isActive(handle("access-1")), await isActive(handle("refresh-1"))], [false, true]);
  }
});

test("revocation: a JWT goes too, where it is introspected (RFC 7009 §3)", async () => {
  const { call, revoke, isActive } = createTestServer();
  const form = { grant_type: "client_credentials", resource: "https://jwt.example.com" };
  const token = String((await call("/token", "web", form)).json.access_token);
  assert.equal(await isActive(token), true);
  assert.equal((await revoke("web", token)).status, 200);
  assert.equal(await isActive(token), false);
});

test("revocation: a refresh token that was used ends its grant all the same; one without a grant ends alone", async () => {
  const { revoke, isActive, store } = createTestServer();
  const used = { ...row("used", "refresh_token", "1"), usedAtMs: now };
  const { grantId: _grant, ...alone } = row("alone", "refresh_token", "1");
  const tokens = [row("access-1", "access_token", "1"), used, alone];
  await store.grants.issue({ grant: grant("1"), tokens, nowMs: now });
  await revoke("web", handle("alone"));
  assert.deepEqual([await isActive(handle("alone")), await isActive(handle("access-1"))], [false, true]);
  await revoke("web", handle("used"));
  assert.equal(await isActive(handle("access-1")), false);
});

test("revocation: a token that is unknown or was revoked before is a success (RFC 7009 §2.2)", async () => {
  const { revoke, store, events } = createTestServer();
  await fill(store);
  for (const token of [
    handle("unknown"),
    "a.b.c",
    handle("access-1"),
    handle("access-1"),
    handle("refresh-2"),
    handle("refresh-2"),
  ])
    assert.equal((await revoke("web", token)).status, 200, token);
  assert.equal(events.filter(({ type }) => type === "token.revoked").length, 2);
});

test("revocation: a token of another client is refused, and lives on (RFC 7009 §2.1)", async () => {
  const { revoke, isActive, store } = createTestServer();
  await fill(store);
  for (const token of [handle("access-1"), handle("refresh-1")]) {
    const { status, json } = await revoke("other", token);
    assert.deepEqual([status, json.error], [400, "invalid_grant"]);
    assert.equal(await isActive(token), true);
  }
});

test("revocation: a client with a secret proves who it is, a public one names itself (RFC 7009 §2.1)", async () => {
  const { post, store, isActive } = createTestServer();
  await fill(store);
  await store.grants.issue({
    grant: grant("3", "spa"),
    tokens: [row("spa-1", "refresh_token", "3", "spa")],
    nowMs: now,
  });
  const wrong = await post({ path: "/revoke", form: { token: handle("access-1") }, headers: basic("web", "wrong") });
  const silent = await post({ path: "/revoke", form: { token: handle("access-1"), client_id: "web" } });
  assert.deepEqual([wrong.status, silent.status, await isActive(handle("access-1"))], [401, 401, true]);
  const own = await post({ path: "/revoke", form: { token: handle("spa-1"), client_id: "spa" } });
  assert.equal(own.status, 200);
  const found = await store.grants.findGrant("3");
  assert.deepEqual([found?.revokedAtMs, found?.revokeReason], [now, "revoked by the client"]);
});

test("revocation: a request without a token, and one that is no form, are malformed (RFC 7009 §2.1)", async () => {
  const { call, provider } = createTestServer();
  const missing = await call("/revoke", "web", {});
  assert.deepEqual([missing.status, missing.json.error], [400, "invalid_request"]);
  const got = await provider.fetch("https://id.example.com/revoke?token=x");
  assert.deepEqual([got.status, got.headers.get("allow")], [405, "POST"]);
});

test("revocation: a store that fails has revoked nothing (RFC 7009 §2.2.1)", async () => {
  const store = createMemoryStore({ clock: () => now });
  await fill(store);
  const grants = { ...store.grants, revokeGrants: async () => Promise.reject(new Error("down")) };
  const { revoke } = createTestServer({ store: { ...store, grants } });
  const { status, json } = await revoke("web", handle("refresh-1"));
  assert.deepEqual([status, json.error], [503, "temporarily_unavailable"]);
});
