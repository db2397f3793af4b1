import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt, decodeProtectedHeader } from "jose";
import {
  basic,
  clients,
  createGrantsProvider,
  createGrantsStore,
  resources,
  sha256,
} from "../../../../fixtures/provider/grants-provider.ts";

const scoped = { authorization: basic("scoped", "scoped-secret") };
const form = { grant_type: "client_credentials" };

test("client_credentials: answers with an access token and nothing else (RFC 6749 §4.4.3)", async () => {
  const { post } = createGrantsProvider();
  const { status, body, headers } = await post({ form: { ...form, scope: "api:read" } });
  assert.equal(status, 200);
  assert.match(String(body.access_token), /^[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(
    { ...body, access_token: "" },
    { access_token: "", token_type: "Bearer", expires_in: 600, scope: "api:read" },
  );
  assert.equal(headers.get("cache-control"), "no-store");
});

test("client_credentials: a scope that is allowed comes back as it was asked for (RFC 6749 §3.3)", async () => {
  const { post } = createGrantsProvider();
  const { body } = await post({ form: { ...form, scope: "api:write api:read" }, headers: scoped });
  assert.equal(body.scope, "api:write api:read");
});

test("client_credentials: without a scope the registered one counts, without what speaks of a user", async () => {
  const { post } = createGrantsProvider();
  const { body } = await post({ form, headers: scoped });
  assert.equal(body.scope, "api:read api:write");
});

test("client_credentials: without a registered scope that of the resource counts", async () => {
  const { post } = createGrantsProvider();
  const { body } = await post({ form: { ...form, resource: "https://files.example.com" } });
  assert.deepEqual([body.scope, body.expires_in], ["files:read", 120]);
});

test("client_credentials: a default resource has its scopes without being named", async () => {
  const { post } = createGrantsProvider({ tokens: { resources, defaultResource: "https://files.example.com" } });
  assert.equal((await post({ form })).body.scope, "files:read");
  assert.equal((await post({ form: { ...form, scope: "api:read" } })).body.error, "invalid_scope");
});

test("client_credentials: where there is no default scope one is asked for (RFC 6749 §3.3)", async () => {
  const { post } = createGrantsProvider();
  const { status, body } = await post({ form });
  assert.deepEqual([status, body.error], [400, "invalid_scope"]);
});

test("client_credentials: where no scope exists a token has none", async () => {
  const { post } = createGrantsProvider({ clients: clients?.filter(({ scope }) => scope === undefined), tokens: {} });
  const { status, body } = await post({ form });
  assert.deepEqual([status, "scope" in body], [200, false]);
});

for (const [title, scope] of [
  ["one that the client does not have", "api:read photos:read"],
  ["one that breaks the grammar", 'api:read "'],
  ["nothing but openid", "openid"],
  ["nothing but offline_access", "offline_access"],
] as const) {
  test(`client_credentials: refuses a scope with ${title} (RFC 6749 §5.2)`, async () => {
    const { post } = createGrantsProvider();
    const { status, body } = await post({ form: { ...form, scope }, headers: scoped });
    assert.deepEqual([status, body.error], [400, "invalid_scope"]);
    assert.equal("access_token" in body, false);
  });
}

test("client_credentials: openid and offline_access give neither an ID token nor a refresh token (OpenID Connect Core §2)", async () => {
  const { post } = createGrantsProvider();
  const { body } = await post({ form: { ...form, scope: "openid offline_access api:read" }, headers: scoped });
  assert.deepEqual(Object.keys(body), ["access_token", "token_type", "expires_in", "scope"]);
  assert.equal(body.scope, "api:read");
});

for (const [title, clientForm, want] of [
  ["a public client", { client_id: "tv" }, [400, "unauthorized_client"]],
  ["a public client with a secret made up", { client_id: "tv", client_secret: "x" }, [401, "invalid_client"]],
  ["a client without the grant", { client_id: "bare", client_secret: "bare-secret" }, [400, "unauthorized_client"]],
] as const) {
  test(`client_credentials: refuses ${title} (RFC 6749 §4.4)`, async () => {
    const { post } = createGrantsProvider();
    const { status, body } = await post({ form: { ...form, ...clientForm }, headers: {} });
    assert.deepEqual([status, body.error], want);
  });
}

test("client_credentials: a JWT for a resource that wants one (RFC 9068 §2.2)", async () => {
  const { post } = createGrantsProvider();
  const request = { ...form, scope: "api:read", resource: "https://api.example.com" };
  const { body } = await post({ form: request });
  const token = String(body.access_token);
  const header = decodeProtectedHeader(token);
  assert.deepEqual([header.typ, header.alg, typeof header.kid], ["at+jwt", "RS256", "string"]);
  const { jti, ...claims } = decodeJwt(token);
  assert.match(String(jti), /^[\w-]{22}$/);
  assert.deepEqual(claims, {
    iss: "https://id.example.com",
    sub: "web",
    aud: "https://api.example.com",
    client_id: "web",
    iat: 1_800_000_000,
    exp: 1_800_000_600,
    scope: "api:read",
  });
});

for (const [title, resource] of [
  ["unknown", ["https://other.example.com"]],
  ["of different kinds", ["https://api.example.com", "https://files.example.com"]],
] as const) {
  test(`client_credentials: refuses resources that are ${title} (RFC 8707 §2)`, async () => {
    const { post } = createGrantsProvider();
    const parameters = resource.map((value) => ["resource", value] as const);
    const { status, body } = await post({ form: [["grant_type", "client_credentials"], ...parameters] });
    assert.deepEqual([status, body.error], [400, "invalid_target"]);
  });
}

test("client_credentials: several resources of one kind, with the shortest of their lifetimes", async () => {
  const { post, store } = createGrantsProvider();
  const wanted = ["https://photos.example.com", "https://files.example.com", "https://photos.example.com"];
  const { body } = await post({
    form: [["grant_type", "client_credentials"], ...wanted.map((value) => ["resource", value] as const)],
  });
  assert.deepEqual([body.scope, body.expires_in], ["files:read photos:read", 120]);
  const hash = sha256(String(body.access_token));
  assert.deepEqual((await store.grants.findToken(hash))?.token.audience, [
    "https://photos.example.com",
    "https://files.example.com",
  ]);
});

for (const [title, seconds, resource, want] of [
  ["replaces the default", 3600, undefined, 3600],
  ["can't be more than a resource says", 3600, "https://files.example.com", 120],
  ["can be less than a resource says", 60, "https://files.example.com", 60],
] as const) {
  test(`client_credentials: a client's own lifetime ${title}`, async () => {
    const { post } = createGrantsProvider({ tokens: { resources, clients: { web: { accessTokenSeconds: seconds } } } });
    const request = resource === undefined ? { scope: "api:read" } : { resource };
    assert.equal((await post({ form: { ...form, ...request } })).body.expires_in, want);
  });
}

for (const [title, headers] of [
  ["unknown", { authorization: basic("nobody", "web-secret") }],
  ["with a wrong secret", { authorization: basic("web", "wrong") }],
] as const) {
  test(`client_credentials: a client ${title} gets 401 with a challenge (RFC 6749 §5.2)`, async () => {
    const { post } = createGrantsProvider();
    const answer = await post({ form, headers });
    assert.deepEqual([answer.status, answer.body.error], [401, "invalid_client"]);
    assert.match(String(answer.headers.get("www-authenticate")), /^Basic realm="/);
  });
}

for (const [title, parameters, want] of [
  ["no grant_type", {}, "invalid_request"],
  ["an unknown one", { grant_type: "password" }, "unsupported_grant_type"],
  [
    "one that is not offered",
    { grant_type: "urn:ietf:params:oauth:grant-type:token-exchange" },
    "unsupported_grant_type",
  ],
] as const) {
  test(`token endpoint: refuses ${title} (RFC 6749 §5.2)`, async () => {
    const { post } = createGrantsProvider();
    const { status, body, headers } = await post({ form: parameters });
    assert.deepEqual([status, body.error, headers.get("cache-control")], [400, want, "no-store"]);
  });
}

test("client_credentials: a store that fails is the server's fault and no client's (RFC 9110 §15.6)", async () => {
  const store = createGrantsStore();
  const broken = {
    ...store,
    grants: { ...store.grants, issue: () => Promise.reject(new Error("down")) },
  };
  const { post } = createGrantsProvider({ store: broken });
  const { status, body } = await post({ form: { ...form, scope: "api:read" } });
  assert.ok(status >= 500);
  assert.notEqual(body.error, "invalid_client");
});

test("client_credentials: scopes of a user are left out, which the answer says, and the events say which (RFC 6749 §3.3)", async () => {
  const { post, events } = createGrantsProvider();
  const { body } = await post({ form: { ...form, scope: "openid api:read profile" } });
  assert.equal(body.scope, "api:read");
  const told = events.filter(({ type }) => type === "scope.reduced");
  assert.deepEqual(told, [
    {
      type: "scope.reduced",
      clientId: "web",
      grantType: "client_credentials",
      endpoint: "/token",
      reason: "left out, because there is no user: openid profile",
    },
  ]);
  await post({ form: { ...form, scope: "api:read" } });
  assert.equal(events.filter(({ type }) => type === "scope.reduced").length, 1);
  assert.equal((await post({ form: { ...form, scope: "openid profile email" } })).body.error, "invalid_scope");
});
