import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { compactDecrypt, createRemoteJWKSet, customFetch, jwtVerify } from "jose";
import { sha256 } from "../../../../src/provider/crypto/digest.ts";
import { type ConfiguredClient, createMemoryStore, type ProviderOptions } from "../../../../src/provider/index.ts";
import type { Grant, StoredToken } from "../../../../src/provider/stores/records.ts";
import { messageKey } from "../../../fixtures/message-keys.ts";
import { basic, createTestProvider } from "../../../fixtures/provider/clientauth-provider.ts";

const now = Date.parse("2026-03-01T12:00:00Z");
const secret = "client-secret-0123456789";
const api = "https://api.example.com";
const clients: readonly ConfiguredClient[] = [
  { client_id: "web", client_secret: secret, grant_types: ["client_credentials"], scope: "read write" },
  { client_id: "other", client_secret: secret },
  { client_id: "gateway", client_secret: secret },
  { client_id: api, client_secret: secret },
  { client_id: "spa", token_endpoint_auth_method: "none" },
];
const resources = {
  [api]: { scopes: ["read", "write"], introspectionClients: ["gateway"] },
  "https://jwt.example.com": { scopes: ["read"], format: "jwt" },
} as const;
const anna = { id: "anna", displayName: "Anna", isActive: true, claims: {} };

function createTestServer(options: Partial<ProviderOptions> = {}) {
  const account = { ...anna };
  const accounts = { find: async (id: string) => (id === account.id ? account : undefined) };
  const server = createTestProvider({ clients, tokens: { resources }, accounts, ...options });
  const introspect = (
    id: string,
    form: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ) => server.post({ path: "/introspect", form, headers: { ...basic(encodeURIComponent(id), secret), ...headers } });
  async function issue(resource = api): Promise<string> {
    const form = { grant_type: "client_credentials", resource };
    const { json } = await server.post({ path: "/token", form, headers: basic("web", secret) });
    return String(json.access_token);
  }
  return { ...server, introspect, issue, account };
}

const grant: Grant = {
  id: "g1",
  clientId: "web",
  accountId: "anna",
  isOffline: true,
  scope: ["read"],
  details: {},
  createdAtMs: now,
  expiresAtMs: now + 3_600_000,
};
/** As long as a handle is. */
const handle = (name: string): string => name.padEnd(43, "_");
const row = (token: string, changes: Partial<StoredToken> = {}): StoredToken => ({
  hash: sha256(handle(token)),
  kind: "access_token",
  grantId: "g1",
  clientId: "web",
  accountId: "anna",
  scope: ["read"],
  audience: [api],
  generation: 0,
  issuedAtMs: now,
  expiresAtMs: now + 600_000,
  purgeAtMs: now + 600_000,
  ...changes,
});

test("introspection: a token of the client itself, with all that is known and no username (RFC 7662 §2.2)", async () => {
  const { introspect, issue } = createTestServer();
  const token = await issue();
  const { status, json, headers } = await introspect("web", { token });
  assert.equal(status, 200);
  assert.equal(headers.get("cache-control"), "no-store");
  assert.deepEqual(json, {
    active: true,
    scope: "read write",
    client_id: "web",
    token_type: "Bearer",
    jti: sha256(token),
    exp: now / 1000 + 600,
    iat: now / 1000,
    sub: "web",
    aud: api,
    iss: "https://id.example.com",
  });
});

test("introspection: a token of an account, bound to a key, with what it was issued for (RFC 9449 §6.2, RFC 9396 §9.2)", async () => {
  const { introspect, store } = createTestServer();
  const details = {
    auth_time: 1,
    acr: "2",
    act: { sub: "x" },
    jti: "j",
    secret: "no",
    authorization_details: [{ type: "t" }],
  };
  const audience = [api, "https://b.example.com"];
  const confirmation = { jkt: "thumb", "x5t#S256": "print" };
  const tokens = [row("opaque", { details, confirmation, audience, scope: [] })];
  await store.grants.issue({ grant, tokens, nowMs: now });
  const { json } = await introspect("web", { token: handle("opaque") });
  assert.deepEqual(json, {
    active: true,
    client_id: "web",
    username: "Anna",
    token_type: "DPoP",
    jti: sha256(handle("opaque")),
    exp: now / 1000 + 600,
    iat: now / 1000,
    sub: "anna",
    aud: audience,
    iss: "https://id.example.com",
    cnf: { jkt: "thumb", "x5t#S256": "print" },
    act: { sub: "x" },
    auth_time: 1,
    acr: "2",
    authorization_details: [{ type: "t" }],
  });
});

test("introspection: the username is the preferred one, where there is one (RFC 7662 §2.2)", async () => {
  const claims = { preferred_username: "anna.k" };
  const { introspect, store } = createTestServer({ accounts: { find: async () => ({ ...anna, claims }) } });
  await store.grants.issue({ grant, tokens: [row("opaque")], nowMs: now });
  assert.equal((await introspect("web", { token: handle("opaque") })).json.username, "anna.k");
});

test("introspection: a JWT is found by its signature and its identifier (RFC 7662 §2.1)", async () => {
  const { introspect, issue } = createTestServer();
  const token = await issue("https://jwt.example.com");
  const { json } = await introspect("web", { token });
  assert.deepEqual([json.active, json.aud, json.token_type], [true, "https://jwt.example.com", "Bearer"]);
  const [header, payload = "", signature] = token.split(".");
  assert.equal(json.jti, JSON.parse(Buffer.from(payload, "base64url").toString()).jti, "RFC 9068 §2.2");
  const forged = [header, btoa('{"jti":"x"}').replaceAll("=", ""), signature].join(".");
  assert.deepEqual((await introspect("web", { token: forged })).json, { active: false });
  const jti = String(json.jti);
  assert.deepEqual((await introspect("web", { token: jti })).json, { active: false }, "its identifier is no token");
});

test("introspection: who the token is meant for may ask, and who is named for that; everybody else learns nothing (RFC 7662 §4)", async () => {
  const { introspect, issue, events } = createTestServer();
  const token = await issue();
  assert.equal((await introspect(api, { token })).json.active, true);
  assert.equal((await introspect("gateway", { token })).json.active, true);
  assert.equal((await introspect("other", { token })).text, '{"active":false}');
  const unknown = await introspect("other", { token: "unknown" });
  assert.equal(unknown.text, '{"active":false}');
  const reasons = events.filter(({ type }) => type === "token.introspected").map(({ reason }) => reason);
  assert.deepEqual(reasons, [undefined, undefined, "a token of others", "no such token is good"]);
  assert.ok(!JSON.stringify(events).includes(token));
});

const dead: readonly (readonly [title: string, changes: Partial<StoredToken>, grantChanges: Partial<Grant>])[] = [
  ["expired", { expiresAtMs: now }, {}],
  ["revoked", { revokedAtMs: now }, {}],
  ["of a revoked grant", {}, { revokedAtMs: now }],
  ["of an expired grant", {}, { expiresAtMs: now }],
  ["of a client that is gone", { clientId: "gone" }, {}],
  ["of an account that is gone", { accountId: "gone" }, {}],
];
for (const [title, changes, grantChanges] of dead)
  test(`introspection: tokens ${title} are not active, and nothing else is said (RFC 7662 §2.2)`, async () => {
    const server = createTestServer();
    const refresh = { ...changes, kind: "refresh_token" } as const;
    const stored: readonly StoredToken[] = [row("access", changes), row("refresh", refresh)];
    const findToken = async (hash: string) => {
      const token = stored.find((each) => each.hash === hash);
      return token === undefined ? undefined : { token, grant: { ...grant, ...grantChanges } };
    };
    const store = { ...server.store, grants: { ...server.store.grants, findToken } };
    const { introspect } = createTestServer({ store });
    for (const token of ["access", "refresh"].map(handle))
      assert.equal((await introspect("web", { token })).text, '{"active":false}', token);
  });

test("introspection: tokens of a disabled account or client, and without their grant, are not active (RFC 7662 §4)", async () => {
  const { introspect, store, account } = createTestServer();
  await store.grants.issue({ grant, tokens: [row("access"), row("refresh", { kind: "refresh_token" })], nowMs: now });
  assert.equal((await introspect("web", { token: handle("access") })).json.active, true);
  account.isActive = false;
  for (const token of ["access", "refresh"].map(handle))
    assert.deepEqual((await introspect("web", { token })).json, { active: false });
  account.isActive = true;
  const findToken = async (hash: string) => ({ token: row("orphan", { hash, kind: "refresh_token" }) });
  const orphaned = createTestServer({ store: { ...store, grants: { ...store.grants, findToken } } });
  assert.deepEqual((await orphaned.introspect("web", { token: handle("orphan") })).json, { active: false });
  const disabled = { metadata: {}, secrets: [], createdAtMs: 0, disabledAtMs: 1, version: 1 };
  await store.clients.put({ ...disabled, clientId: "off" });
  const ofClient = { clientId: "off", grantId: undefined, accountId: undefined };
  const tokens = [row("t1", ofClient), row("t2", { ...ofClient, kind: "refresh_token" })];
  await store.grants.issue({ tokens: tokens.map(({ grantId: _g, accountId: _a, ...token }) => token), nowMs: now });
  for (const token of ["t1", "t2"].map(handle))
    assert.deepEqual((await introspect(api, { token })).json, { active: false });
});

test("introspection: a refresh token of the caller, of no type and without an identifier; one that was used is not active (RFC 7662 §2.2)", async () => {
  const { introspect, store } = createTestServer();
  const used = row("used", { kind: "refresh_token", usedAtMs: now });
  const alone = row("alone", { kind: "refresh_token" });
  const { grantId: _grant, accountId: _account, ...standing } = alone;
  await store.grants.issue({ grant, tokens: [row("refresh", { kind: "refresh_token" }), used, standing], nowMs: now });
  const { json } = await introspect("web", { token: handle("refresh") });
  assert.deepEqual(json, {
    active: true,
    scope: "read",
    client_id: "web",
    username: "Anna",
    exp: now / 1000 + 600,
    iat: now / 1000,
    sub: "anna",
    aud: api,
    iss: "https://id.example.com",
  });
  assert.deepEqual((await introspect("web", { token: handle("used") })).json, { active: false });
  assert.deepEqual((await introspect(api, { token: handle("refresh") })).json, { active: false });
  assert.equal((await introspect("web", { token: handle("alone") })).json.sub, "web");
});

test("introspection: a wrong or unknown hint does no harm (RFC 7662 §2.1)", async () => {
  const { introspect, store } = createTestServer();
  await store.grants.issue({ grant, tokens: [row("access"), row("refresh", { kind: "refresh_token" })], nowMs: now });
  for (const token of ["access", "refresh"].map(handle))
    for (const token_type_hint of ["access_token", "refresh_token", "pizza", ""])
      assert.equal(
        (await introspect("web", { token, token_type_hint })).json.active,
        true,
        `${token} ${token_type_hint}`,
      );
});

test("introspection: the caller must prove who it is (RFC 7662 §2.1)", async () => {
  const { post, issue } = createTestServer();
  const token = await issue();
  const silent = await post({ path: "/introspect", form: { token } });
  const wrong = await post({ path: "/introspect", form: { token }, headers: basic("web", "wrong") });
  const publicClient = await post({ path: "/introspect", form: { token, client_id: "spa" } });
  for (const { status, json } of [silent, wrong, publicClient])
    assert.deepEqual([status, json.error], [401, "invalid_client"]);
});

test("introspection: a request without a token, or with two, is malformed (RFC 7662 §2.1)", async () => {
  const { introspect, post } = createTestServer();
  const missing = await introspect("web", { token: "" });
  const twice = await post({ path: "/introspect", form: "token=a&token=b", headers: basic("web", secret) });
  for (const { status, json } of [missing, twice]) assert.deepEqual([status, json.error], [400, "invalid_request"]);
});

test("introspection: a token comes in the body of a POST alone (RFC 7662 §4)", async () => {
  const { provider, post } = createTestServer();
  const got = await provider.fetch("https://id.example.com/introspect?token=x", { headers: basic("web", secret) });
  assert.deepEqual([got.status, got.headers.get("allow")], [405, "POST"]);
  const headers = { ...basic("web", secret), "content-type": "application/json" };
  assert.equal((await post({ path: "/introspect", form: '{"token":"x"}', headers })).status, 415);
  const inQuery = await post({ path: "/introspect?token=x", form: {}, headers: basic("web", secret) });
  assert.equal(inQuery.json.error, "invalid_request");
});

test("introspection: a store that fails is no token that is not active (RFC 7662 §4)", async () => {
  const store = createMemoryStore();
  const grants = { ...store.grants, findToken: async () => Promise.reject(new Error("down")) };
  const { introspect } = createTestServer({ store: { ...store, grants } });
  const { status, json } = await introspect("web", { token: "x" });
  assert.deepEqual([status, json.error], [503, "temporarily_unavailable"]);
});

const accept = { accept: "application/token-introspection+jwt" };

test("introspection: who asks for a signed answer gets one for itself (RFC 9701 §5)", async () => {
  const { introspect, issue, provider, time } = createTestServer();
  const token = await issue();
  const { text, headers } = await introspect("gateway", { token }, accept);
  assert.equal(headers.get("content-type"), "application/token-introspection+jwt");
  assert.equal(headers.get("cache-control"), "no-store");
  const keys = createRemoteJWKSet(new URL("https://id.example.com/jwks"), {
    [customFetch]: (url: string, init: RequestInit) => provider.fetch(url, { method: init.method ?? "GET" }),
  });
  const { payload, protectedHeader } = await jwtVerify(text, keys, { currentDate: new Date(time.nowMs) });
  assert.deepEqual([protectedHeader.alg, protectedHeader.typ], ["RS256", "token-introspection+jwt"]);
  assert.deepEqual(
    [payload.iss, payload.aud, payload.iat, payload.sub, payload.exp],
    ["https://id.example.com", "gateway", now / 1000, undefined, undefined],
  );
  assert.deepEqual(Object.keys(payload).sort(), ["aud", "iat", "iss", "token_introspection"]);
  assert.equal(Object(payload.token_introspection).active, true);
  const other = await introspect("other", { token }, accept);
  const inactive = await jwtVerify(other.text, keys, { currentDate: new Date(time.nowMs) });
  assert.deepEqual(inactive.payload.token_introspection, { active: false });
});

test("introspection: the answer is JSON unless the other media type is asked for (RFC 9701 §4)", async () => {
  const { introspect } = createTestServer();
  const ranges = ["*/*", "application/json", "application/token-introspection+jwt;q=0", "x".repeat(5000)];
  for (const range of ranges) {
    const { headers } = await introspect("web", { token: "x" }, { accept: range });
    assert.equal(headers.get("content-type"), "application/json", range);
  }
  const listed = "application/json;q=0.5, Application/Token-Introspection+JWT ; q=0.9";
  const { headers } = await introspect("web", { token: "x" }, { accept: listed });
  assert.equal(headers.get("content-type"), "application/token-introspection+jwt");
});

test("introspection: signed with the algorithm that the caller is registered with, and encrypted for it (RFC 9701 §6)", async () => {
  const { publicJwk, privateKey } = await messageKey("ECDH-ES");
  const gateway = {
    client_id: "gateway",
    client_secret: secret,
    introspection_signed_response_alg: "ES256",
    introspection_encrypted_response_alg: "ECDH-ES",
    jwks: { keys: [{ ...publicJwk, use: "enc" }] },
  };
  const { introspect } = createTestServer({ clients: [gateway] });
  const { text } = await introspect("gateway", { token: "x" }, accept);
  const { plaintext, protectedHeader } = await compactDecrypt(text, privateKey);
  assert.deepEqual([protectedHeader.cty, protectedHeader.enc], ["JWT", "A128CBC-HS256"]);
  const [header = ""] = new TextDecoder().decode(plaintext).split(".");
  assert.equal(JSON.parse(atob(header)).alg, "ES256");
});

test("introspection: encrypted with a key that comes from the secret, where the algorithm is symmetric (OpenID Connect Core §10.2)", async () => {
  const metadata = { introspection_encrypted_response_alg: "dir", introspection_encrypted_response_enc: "A256GCM" };
  const gateway = { client_id: "gateway", client_secret: secret, ...metadata };
  const { introspect, store } = createTestServer({ clients: [gateway] });
  const { text } = await introspect("gateway", { token: "x" }, accept);
  const key = createHash("sha256").update(secret).digest();
  const { protectedHeader } = await compactDecrypt(text, key);
  assert.deepEqual([protectedHeader.alg, protectedHeader.enc, protectedHeader.cty], ["dir", "A256GCM", "JWT"]);
  // A stored client whose secret is only hashed was registered before it needed that.
  const secrets = [{ hash: `sha256 ${sha256(secret)}`, createdAtMs: 0 }];
  await store.clients.put({ clientId: "stored", metadata, secrets, createdAtMs: 0, version: 1 });
  const answer = await introspect("stored", { token: "x" }, accept);
  assert.deepEqual([answer.status, answer.json.error], [500, "server_error"]);
});

test("introspection: a refresh token from before the password was changed is not active", async () => {
  const changed = { ...anna, passwordChangedAtMs: now + 1 };
  const { introspect, store } = createTestServer({ accounts: { find: async () => changed } });
  await store.grants.issue({ grant, tokens: [row("refresh", { kind: "refresh_token" })], nowMs: now });
  assert.deepEqual((await introspect("web", { token: handle("refresh") })).json, { active: false });
});

test("introspection: an algorithm that the provider has no key for is its own failure", async () => {
  const gateway = { client_id: "gateway", client_secret: secret, introspection_signed_response_alg: "PS512" };
  const { introspect } = createTestServer({ clients: [gateway] });
  const { status, json } = await introspect("gateway", { token: "x" }, accept);
  assert.deepEqual([status, json.error], [500, "server_error"]);
});
