import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { ClientMetadata } from "../../../../generated/messages/client-metadata.ts";
import { createMemoryStore, createProvider, type ProviderOptions } from "../../../../src/provider/index.ts";

const issuer = "https://op.example";
const metadata = { redirect_uris: ["https://app.example/callback"], client_name: "App" };

function start(options: Partial<ProviderOptions> = {}) {
  const provider = createProvider({ issuer, registration: { access: "open" }, ...options });
  const call = async (method: string, path: string, body?: unknown, token?: string) => {
    const response = await provider.fetch(path.startsWith("http") ? path : `${issuer}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
  };
  return { provider, call };
}

test("registration: a client gets an id, a secret, all of its metadata, and the means to manage them (RFC 7591 §3.2.1)", async () => {
  const { call } = start();
  const { status, headers, body } = await call("POST", "/register", metadata);
  assert.equal(status, 201);
  assert.equal(headers.get("cache-control"), "no-store");
  assert.match(body.client_id, /^[A-Za-z0-9_-]{22}$/);
  assert.match(body.client_secret, /^[A-Za-z0-9_-]{43}$/);
  assert.equal(body.client_secret_expires_at, 0);
  assert.equal(typeof body.client_id_issued_at, "number");
  assert.deepEqual(body.grant_types, ["authorization_code"]);
  assert.deepEqual(body.response_types, ["code"]);
  assert.equal(body.token_endpoint_auth_method, "client_secret_basic");
  assert.equal(body.client_name, "App");
  assert.equal(body.registration_client_uri, `https://op.example/register/${body.client_id}`);
  const read = await call("GET", body.registration_client_uri, undefined, body.registration_access_token);
  assert.equal(read.status, 200);
  assert.equal(read.body.client_id, body.client_id);
  assert.equal("client_secret" in read.body, false);
});

test("registration: what was registered works at the token endpoint", async () => {
  const { call, provider } = start();
  const { body } = await call("POST", "/register", { grant_types: ["client_credentials"], response_types: [] });
  const response = await provider.fetch(`${issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${body.client_id}:${body.client_secret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  assert.equal(response.status, 200);
});

for (const [title, message, error] of [
  ["a redirect URI with a fragment", { redirect_uris: ["https://app.example/#a"] }, "invalid_redirect_uri"],
  ["a redirect URI by http", { redirect_uris: ["http://app.example/"] }, "invalid_redirect_uri"],
  ["a redirect URI with a wildcard", { redirect_uris: ["https://*.app.example/"] }, "invalid_redirect_uri"],
  ["no redirect URI", { client_name: "App" }, "invalid_client_metadata"],
  [
    "a grant type that the server does not know",
    { ...metadata, grant_types: ["authorization_code", "password"] },
    "invalid_client_metadata",
  ],
  [
    "an algorithm that the server does not sign with",
    { ...metadata, id_token_signed_response_alg: "RS999" },
    "invalid_client_metadata",
  ],
  [
    "a signature with the secret of a client that has none",
    { ...metadata, token_endpoint_auth_method: "none", id_token_signed_response_alg: "HS256" },
    "invalid_client_metadata",
  ],
  [
    "pairwise subjects without a sector",
    { redirect_uris: ["com.example.app:/cb"], application_type: "native", subject_type: "pairwise" },
    "invalid_client_metadata",
  ],
  ["no signature at all", { ...metadata, id_token_signed_response_alg: "none" }, "invalid_client_metadata"],
  ["a scope that does not exist", { ...metadata, scope: "openid admin" }, "invalid_client_metadata"],
  [
    "a private key",
    { ...metadata, jwks: { keys: [{ kty: "EC", crv: "P-256", x: "a", y: "b", d: "c" }] } },
    "invalid_client_metadata",
  ],
  [
    "keys and an address of keys",
    { ...metadata, jwks: { keys: [] }, jwks_uri: "https://app.example/jwks" },
    "invalid_client_metadata",
  ],
  ["an address of keys by http", { ...metadata, jwks_uri: "http://app.example/jwks" }, "invalid_client_metadata"],
  ["a logo that is no URL", { ...metadata, logo_uri: "javascript:alert(1)" }, "invalid_client_metadata"],
  [
    "a public client with client_credentials",
    { grant_types: ["client_credentials"], response_types: [], token_endpoint_auth_method: "none" },
    "invalid_client_metadata",
  ],
  ["a member of another type", { ...metadata, client_name: 1 }, "invalid_client_metadata"],
  [
    "a member twice",
    '{"redirect_uris":["https://a.example/"],"redirect_uris":["https://b.example/"]}',
    "invalid_client_metadata",
  ],
  ["text that is no JSON", "{", "invalid_client_metadata"],
  ["a list", [], "invalid_client_metadata"],
  ["a software statement, where none is accepted", { software_statement: "a.b.c" }, "unapproved_software_statement"],
] as const) {
  test(`registration: refuses ${title} (RFC 7591 §3.2.2)`, async () => {
    const { call } = start();
    const { status, body } = await call("POST", "/register", message);
    assert.deepEqual([status, body.error], [400, error]);
    assert.match(body.error_description, /^[ !#-[\]-~]+$/);
  });
}

test("registration: there is none where it is not configured, and the metadata say so", async () => {
  const { call } = start({ registration: undefined });
  assert.equal((await call("GET", "/.well-known/oauth-authorization-server")).body.registration_endpoint, undefined);
  const response = await createProvider({ issuer }).fetch(`${issuer}/register`, { method: "POST", body: "{}" });
  assert.equal(response.status, 404);
});

test("registration: an initial access token is needed by default, and works once (RFC 7591 §3)", async () => {
  const { call } = start({ registration: {} });
  const { status, headers, body } = await call("POST", "/register", metadata);
  assert.deepEqual([status, body.error], [401, "invalid_token"]);
  assert.equal(headers.get("www-authenticate"), 'Bearer error="invalid_token"');
  assert.equal((await call("POST", "/register", metadata, "made-up")).status, 401);
});

test("registration: an initial access token is not used up by a registration that is refused (RFC 7591 §3)", async () => {
  const store = createMemoryStore();
  const hash = createHash("sha256").update("initial-token").digest("base64url");
  const times = { expiresAtMs: Date.now() + 60_000, purgeAtMs: Date.now() + 60_000, version: 1 };
  await store.artifacts.put({ kind: "initial_access_token", hash, payload: {}, ...times });
  const { call } = start({ registration: {}, store });
  const bad = { redirect_uris: ["http://app.example/"] };
  assert.equal((await call("POST", "/register", bad, "initial-token")).status, 400);
  assert.equal((await call("POST", "/register", metadata, "initial-token")).status, 201);
  assert.equal((await call("POST", "/register", metadata, "initial-token")).status, 401);
});

test("registration: a token that is not good is refused, also where none is needed", async () => {
  const { call } = start();
  assert.equal((await call("POST", "/register", metadata, "made-up")).status, 401);
});

test("registration: the policy changes and refuses", async () => {
  const { call } = start({
    registration: {
      access: "open",
      policy(wanted) {
        if (wanted.client_name === "Bad") throw new Error("internal reason");
        return { ...wanted, client_name: "Renamed" };
      },
    },
  });
  assert.equal((await call("POST", "/register", metadata)).body.client_name, "Renamed");
  const refused = await call("POST", "/register", { ...metadata, client_name: "Bad" });
  assert.equal(refused.body.error, "invalid_client_metadata");
  assert.doesNotMatch(JSON.stringify(refused.body), /internal reason/);
});

test("registration: a software statement's claims go before the members beside it (RFC 7591 §2.3)", async () => {
  const { call } = start({
    registration: {
      access: "open",
      async verifySoftwareStatement(statement) {
        if (statement !== "good.statement.here") throw new Error("no");
        return { client_name: "Stated", redirect_uris: ["https://stated.example/"] };
      },
    },
  });
  const { body } = await call("POST", "/register", { ...metadata, software_statement: "good.statement.here" });
  assert.equal(body.client_name, "Stated");
  const refused = await call("POST", "/register", { ...metadata, software_statement: "bad.statement.here" });
  assert.equal(refused.body.error, "invalid_software_statement");
});

test("registration: a pairwise client of several hosts needs a sector, whose document lists its URIs (OpenID Connect Registration §5)", async () => {
  const uris = ["https://a.example/callback", "https://b.example/callback"];
  let listed: unknown = uris;
  const { call } = start({
    fetch: async (url) =>
      url === "https://sector.example/uris.json"
        ? Response.json(listed)
        : new Response(null, { status: 302, headers: { location: "https://sector.example/uris.json" } }),
  });
  const wanted = { redirect_uris: uris, subject_type: "public" };
  assert.equal((await call("POST", "/register", wanted)).status, 201);
  const sector = { ...wanted, sector_identifier_uri: "https://sector.example/uris.json" };
  assert.equal((await call("POST", "/register", sector)).status, 201);
  const redirected = { ...wanted, sector_identifier_uri: "https://elsewhere.example/" };
  assert.equal((await call("POST", "/register", redirected)).body.error, "invalid_client_metadata");
  const inside = { ...wanted, sector_identifier_uri: "https://10.0.0.1/uris.json" };
  assert.equal((await call("POST", "/register", inside)).body.error, "invalid_client_metadata");
  listed = [uris[0]];
  assert.equal((await call("POST", "/register", sector)).body.error, "invalid_client_metadata");
});

test("registration management: replaces, keeps the secret, and refuses what only the server sets (RFC 7592 §2.2)", async () => {
  const { call } = start();
  const { body } = await call("POST", "/register", metadata);
  const { registration_client_uri: uri, registration_access_token: token, client_id, client_secret } = body;
  const replaced = await call("PUT", uri, { client_id, client_secret, ...metadata, client_name: "New" }, token);
  assert.deepEqual([replaced.status, replaced.body.client_name], [200, "New"]);
  for (const wrong of [
    { ...metadata, client_id: "other" },
    { ...metadata, client_id, client_secret: "chosen-by-the-client" },
    { ...metadata, client_id, registration_access_token: token },
    { ...metadata, client_id, client_id_issued_at: 1 },
  ]) {
    const { status, body: refused } = await call("PUT", uri, wrong, token);
    assert.deepEqual([status, refused.error], [400, "invalid_client_metadata"]);
  }
  const asPublic = await call("PUT", uri, { ...metadata, client_id, token_endpoint_auth_method: "none" }, token);
  assert.equal(asPublic.status, 200);
  const again = await call("PUT", uri, { ...metadata, client_id }, token);
  assert.match(again.body.client_secret, /^[A-Za-z0-9_-]{43}$/);
  assert.notEqual(again.body.client_secret, client_secret);
});

test("registration management: a foreign token, a made-up one and none are the same 401 (RFC 7592 §2)", async () => {
  const { call } = start();
  const one = (await call("POST", "/register", metadata)).body;
  const other = (await call("POST", "/register", metadata)).body;
  for (const token of [other.registration_access_token, "made-up", undefined]) {
    for (const method of ["GET", "DELETE"]) {
      const { status, body } = await call(method, one.registration_client_uri, undefined, token);
      assert.deepEqual([status, body.error], [401, "invalid_token"]);
    }
  }
  assert.equal((await call("GET", "/register/nobody", undefined, one.registration_access_token)).status, 401);
});

test("registration management: a removed client is gone, and its token with it (RFC 7592 §2.3)", async () => {
  const { call } = start();
  const { registration_client_uri: uri, registration_access_token: token } = (await call("POST", "/register", metadata))
    .body;
  const removed = await call("DELETE", uri, undefined, token);
  assert.deepEqual([removed.status, removed.headers.get("cache-control")], [204, "no-store"]);
  assert.equal((await call("GET", uri, undefined, token)).status, 401);
  assert.equal((await call("POST", uri, {}, token)).status, 405);
});

test("registration: a body of another type, or too large, is refused before it is read", async () => {
  const { provider, call } = start();
  const form = await provider.fetch(`${issuer}/register`, { method: "POST", body: new URLSearchParams({ a: "b" }) });
  assert.equal(form.status, 415);
  assert.equal((await call("POST", "/register", `{"client_name":"${"x".repeat(70_000)}"}`)).status, 413);
});

test("registration: a policy learns whether a software statement came along, also with an update (RFC 7591 §2.3)", async () => {
  const told: boolean[] = [];
  const { call } = start({
    registration: {
      access: "open",
      verifySoftwareStatement: async () => ({ client_name: "Stated" }),
      policy: (wanted, { hasSoftwareStatement }) => {
        told.push(hasSoftwareStatement);
        return wanted;
      },
    },
  });
  const { body } = await call("POST", "/register", { ...metadata, software_statement: "e30.e30.e30" });
  assert.equal(body.client_name, "Stated");
  const { client_id, registration_client_uri: uri, registration_access_token: token } = body;
  assert.equal((await call("PUT", uri, { ...metadata, client_id }, token)).status, 200);
  assert.deepEqual(told, [true, false]);
});

test("registration: without a token so many clients of one network are registered and not more; with one it is not counted", async () => {
  const rule = { windowMs: 60_000, blockAfter: 3, blockMs: 5000, maxBlockMs: 5000 };
  const { provider } = start({ throttling: { rules: { registration: rule } } });
  const { token } = await provider.admin.initialAccessTokens.create({ isReusable: true });
  const register = async (remoteAddress: string | undefined, headers: Readonly<Record<string, string>> = {}) => {
    const init = { method: "POST", headers: { "content-type": "application/json", ...headers } };
    const request = new Request(`${issuer}/register`, { ...init, body: JSON.stringify(metadata) });
    return (await provider.handle(request, { remoteAddress })).status;
  };
  const statuses: number[] = [];
  for (let count = 0; count < 4; count += 1) statuses.push(await register("192.0.2.1"));
  assert.deepEqual(statuses, [201, 201, 429, 429]);
  assert.equal(await register("192.0.2.1", { authorization: `Bearer ${token}` }), 201);
  assert.equal(await register("192.0.2.2"), 201);
  assert.equal(await register(undefined), 201);
});

const withAdmin = { admin: { clients: ["console"] }, scopes: ["openid", "profile"] };

test("registration: the scopes of the administration are told to nobody and are no default (RFC 8414 §2)", async () => {
  const { call } = start(withAdmin);
  const document = await call("GET", "/.well-known/oauth-authorization-server");
  assert.deepEqual(document.body.scopes_supported, ["openid", "profile"]);
  assert.equal((await call("POST", "/register", metadata)).body.scope, "openid profile");
});

for (const [title, registration] of [
  ["by default", {}],
  ["though the option scopes names them", { scopes: ["openid", "admin:read", "admin:write"] }],
  [
    "though the policy gives them",
    { policy: (asked: ClientMetadata) => ({ ...asked, scope: "admin:read admin:write" }) },
  ],
] as const)
  test(`registration: no client registers itself for the administration, ${title} (RFC 7591 §3.2.2)`, async () => {
    const { call } = start({ ...withAdmin, registration: { access: "open", ...registration } });
    const { status, body } = await call("POST", "/register", { ...metadata, scope: "openid admin:write" });
    assert.deepEqual([status, body.error], [400, "invalid_client_metadata"]);
  });

test("registration: without the administration its names are like any other", async () => {
  const { call } = start({ scopes: ["openid", "admin:read"] });
  assert.equal((await call("POST", "/register", { ...metadata, scope: "admin:read" })).body.scope, "admin:read");
});
