import assert from "node:assert/strict";
import { test } from "node:test";
import { createProvider } from "../../../../src/provider/create-provider.ts";
import {
  createAdminProvider,
  issuer,
  startMs,
  storedGrant,
  storedSession,
} from "../../../fixtures/provider/admin-provider.ts";

const web = { redirect_uris: ["https://app.example.com/callback"] };

test("admin over HTTP: there is none without the option", async () => {
  const provider = createProvider({ issuer });
  assert.equal((await provider.fetch(`${issuer}/admin/clients`)).status, 404);
});

test("admin over HTTP: a request without a token gets the challenges alone (RFC 6750 §3)", async () => {
  const { provider } = createAdminProvider();
  const response = await provider.fetch(`${issuer}/admin/clients`);
  assert.equal(response.status, 401);
  assert.match(
    response.headers.get("www-authenticate") ?? "",
    /^Bearer realm="https:\/\/id\.example\.com", DPoP realm=/,
  );
  assert.equal(await response.text(), "");
});

test("admin over HTTP: a token for another resource, of another client or without the scope is refused (RFC 6750 §3.1)", async () => {
  const { call, token, provider } = createAdminProvider({
    tokens: { resources: { "https://api.example.com": { scopes: ["orders"] } } },
  });
  const elsewhere = await provider.fetch(`${issuer}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      resource: "https://api.example.com",
      scope: "orders",
    }),
    headers: { authorization: `Basic ${btoa("console:console-secret")}` },
  });
  const { access_token: other } = Object(await elsewhere.json());
  const wrong = await call("GET", "/admin/clients", { token: other });
  assert.equal(wrong.status, 401);
  assert.match(wrong.headers.get("www-authenticate") ?? "", /error="invalid_token"/);
  assert.equal((await call("GET", "/admin/clients", { token: "unknown" })).status, 401);
  const stranger = await call("GET", "/admin/clients", { token: await token("admin:read", "other") });
  assert.equal(stranger.status, 403);
  assert.match(stranger.headers.get("www-authenticate") ?? "", /error="insufficient_scope".*scope="admin:read"/);
  const reader = await token("admin:read");
  assert.equal((await call("GET", "/admin/clients", { token: reader })).status, 200);
  const refused = await call("POST", "/admin/clients", { token: reader, body: { metadata: web } });
  assert.equal(refused.status, 403);
  assert.match(refused.headers.get("www-authenticate") ?? "", /scope="admin:write"/);
  assert.equal((await call("GET", "/admin/clients", { token: await token("admin:write") })).status, 403);
});

test("admin over HTTP: a token ends with its lifetime of five minutes", async () => {
  const { call, token, advance } = createAdminProvider();
  const given = await token();
  advance(299);
  assert.equal((await call("GET", "/admin/keys", { token: given })).status, 200);
  advance(1);
  assert.equal((await call("GET", "/admin/keys", { token: given })).status, 401);
});

test("admin over HTTP: a client lives through create, read, change, secret, disable and remove", async () => {
  const { call, events } = createAdminProvider();
  const created = await call("POST", "/admin/clients", { body: { clientId: "shop/1", metadata: web } });
  assert.equal(created.status, 201);
  assert.equal(created.headers.get("cache-control"), "no-store");
  assert.match(String(created.body.secret), /^[\w-]{43}$/);
  const path = "/admin/clients/shop%2F1";
  const read = await call("GET", path);
  assert.equal(read.body.clientId, "shop/1");
  assert.equal(read.text.includes(String(created.body.secret)), false);
  const changed = await call("PATCH", path, { body: { client_name: "Shop" } });
  assert.deepEqual([changed.status, Object(changed.body.client).metadata.client_name], [200, "Shop"]);
  const rotated = await call("POST", `${path}/secret`, { body: { overlapSeconds: 0 } });
  assert.match(String(rotated.body.secret), /^[\w-]{43}$/);
  assert.equal((await call("POST", `${path}/disable`)).body.isDisabled, true);
  assert.equal((await call("POST", `${path}/enable`)).body.isDisabled, false);
  assert.deepEqual([(await call("DELETE", path)).status, (await call("DELETE", path)).status], [204, 404]);
  const told = events.filter(({ type }) => type === "admin.changed");
  assert.deepEqual(
    told.map(({ clientId, method }) => `${clientId} ${method}`),
    ["console POST", "console PATCH", "console POST", "console POST", "console POST", "console DELETE"],
  );
});

test("admin over HTTP: what is not there is 404, what is taken or fixed 409, what is wrong 400 with each problem", async () => {
  const { call } = createAdminProvider();
  const missing = await call("GET", "/admin/clients/nobody");
  assert.deepEqual(
    [missing.status, missing.body],
    [404, { error: "not_found", error_description: "There is no such thing." }],
  );
  const taken = await call("POST", "/admin/clients", { body: { clientId: "console", metadata: web } });
  assert.deepEqual([taken.status, taken.body.error], [409, "conflict"]);
  assert.equal((await call("DELETE", "/admin/clients/console")).status, 409);
  const unknown = await call("POST", "/admin/clients", { body: { metadata: web, isTrusted: true } });
  assert.equal(unknown.status, 400);
  assert.deepEqual(unknown.body.issues, [{ pointer: "/isTrusted", message: "is not a member" }]);
  const wrong = await call("POST", "/admin/accounts", { body: { username: "a b", password: "short" } });
  assert.deepEqual([wrong.status, wrong.body.error, Object(wrong.body.issues).length], [400, "invalid_request", 2]);
  for (const body of [[], "text", 7, null]) assert.equal((await call("POST", "/admin/clients", { body })).status, 400);
  assert.equal((await call("POST", "/admin/keys/rotate", { body: { algorithm: "none" } })).status, 400);
  const plain = { headers: { "content-type": "text/plain" }, body: {} };
  assert.equal((await call("POST", "/admin/clients", plain)).status, 415);
  assert.equal((await call("PUT", "/admin/clients")).status, 405);
});

test("admin over HTTP: lists have pages, and parameters that are none are refused", async () => {
  const { call, provider } = createAdminProvider();
  for (const username of ["ada", "bob", "cid"]) await provider.admin.accounts.createAccount({ username });
  const first = await call("GET", "/admin/accounts?limit=2");
  assert.equal(Object(first.body.items).length, 2);
  const second = await call("GET", `/admin/accounts?limit=2&after=${encodeURIComponent(String(first.body.next))}`);
  assert.deepEqual([Object(second.body.items).length, second.body.next], [1, undefined]);
  assert.equal(Object((await call("GET", "/admin/accounts?search=bo")).body.items)[0].username, "bob");
  for (const query of ["limit=0", "limit=201", "limit=x", "limit=1&limit=2", "offset=2"])
    assert.equal((await call("GET", `/admin/accounts?${query}`)).status, 400, query);
});

test("admin over HTTP: accounts, sessions, grants, consents, keys and initial access tokens", async () => {
  const { call, store, provider } = createAdminProvider();
  const created = await call("POST", "/admin/accounts", { body: { id: "ada", username: "ada" } });
  assert.deepEqual([created.status, created.body.hasPassword], [201, false]);
  const password = await call("PUT", "/admin/accounts/ada/password", { body: { password: "correct horse battery" } });
  assert.deepEqual([password.body.hasPassword, password.body.requiresPasswordChange], [true, true]);
  assert.equal(password.text.includes("scrypt"), false);
  assert.equal((await call("PUT", "/admin/accounts/ada/password", { body: { password: 7 } })).status, 400);
  assert.equal((await call("PATCH", "/admin/accounts/ada", { body: { isVerified: true } })).body.isVerified, true);
  assert.equal((await call("PATCH", "/admin/accounts/ada", { body: { id: "bob" } })).status, 400);
  assert.equal((await call("GET", "/admin/accounts/ada")).body.username, "ada");
  for (const sid of ["s1", "s2"]) await store.sessions.put(storedSession(sid, "ada"));
  assert.equal(Object((await call("GET", "/admin/accounts/ada/sessions")).body.items).length, 2);
  assert.equal((await call("DELETE", "/admin/sessions/s1")).status, 204);
  assert.deepEqual((await call("DELETE", "/admin/accounts/ada/sessions")).body, { count: 1 });
  for (const id of ["g1", "g2"])
    await store.grants.issue({ grant: storedGrant(id, "ada", "web"), tokens: [], nowMs: startMs });
  assert.equal(Object((await call("GET", "/admin/grants?accountId=ada&limit=1")).body.items).length, 1);
  assert.equal((await call("GET", "/admin/grants")).status, 400);
  assert.equal((await call("DELETE", "/admin/grants/g1")).status, 204);
  assert.deepEqual((await call("DELETE", "/admin/grants?clientId=web")).body, { count: 1 });
  assert.deepEqual((await call("GET", "/admin/accounts/ada/consents")).body, { items: [] });
  assert.equal((await call("DELETE", "/admin/accounts/ada/consents/web")).status, 404);
  const { kid } = (await call("POST", "/admin/keys/rotate", { body: {} })).body;
  const keys = await call("GET", "/admin/keys");
  assert.ok(Object(keys.body.items).some((key: { readonly kid: string }) => key.kid === kid));
  assert.equal((await call("POST", `/admin/keys/${kid}/withdraw`)).status, 204);
  assert.equal((await call("POST", "/admin/keys/nothing/withdraw")).status, 404);
  const token = await call("POST", "/admin/initial-access-tokens", { body: { isReusable: true } });
  assert.equal(token.status, 201);
  const { id, isReusable, expiresAtMs } = token.body;
  const listed = await call("GET", "/admin/initial-access-tokens?limit=5");
  assert.deepEqual(listed.body, { items: [{ id, isReusable, expiresAtMs }] });
  assert.equal((await call("GET", "/admin/initial-access-tokens?limit=0")).status, 400);
  assert.equal((await call("DELETE", `/admin/initial-access-tokens/${token.body.id}`)).status, 204);
  assert.equal((await call("POST", "/admin/accounts/ada/unlock")).status, 204);
  assert.equal((await call("POST", "/admin/accounts/nobody/unlock")).status, 404);
  const times = { createdAtMs: startMs, dueAtMs: startMs + 9_000, purgeAtMs: startMs + 10_000 };
  const delivery = { id: "d", kind: "backchannel_logout", clientId: "web", attempts: 1, ...times };
  await store.deliveries.put([{ ...delivery, payload: {}, version: 1 }]);
  assert.deepEqual((await call("GET", "/admin/deliveries")).body, { items: [delivery] });
  assert.equal((await call("DELETE", "/admin/deliveries/d")).status, 204);
  assert.equal((await call("DELETE", "/admin/deliveries/d")).status, 404);
  assert.equal((await call("POST", "/admin/accounts/ada/disable")).body.isActive, false);
  assert.equal((await call("DELETE", "/admin/accounts/ada")).status, 204);
  assert.equal(await provider.admin.accounts.findAccount("ada"), undefined);
});

test("admin over HTTP: the token of a person is good for an administrator's account alone", async () => {
  const { call, store, provider } = createAdminProvider();
  const { createHash } = await import("node:crypto");
  const given = "p".repeat(43);
  const hash = createHash("sha256").update(given).digest("base64url");
  await provider.admin.accounts.createAccount({ id: "ada", username: "ada" });
  const token = {
    hash,
    kind: "access_token",
    clientId: "console",
    accountId: "ada",
    scope: ["admin:read"],
    audience: [`${issuer}/admin`],
    generation: 0,
    issuedAtMs: startMs,
    expiresAtMs: startMs + 60_000,
    purgeAtMs: startMs + 60_000,
  } as const;
  await store.grants.issue({ tokens: [token], nowMs: startMs });
  assert.equal((await call("GET", "/admin/keys", { token: given })).status, 403);
  await provider.admin.accounts.updateAccount("ada", { isAdmin: true });
  assert.equal((await call("GET", "/admin/keys", { token: given })).status, 200);
});

test("admin options: what can't be used is refused by name", () => {
  const cases: readonly (readonly [admin: unknown, parameter: string])[] = [
    [{}, "admin.clients"],
    [{ clients: [] }, "admin.clients"],
    [{ clients: "console" }, "admin.clients"],
    [{ clients: ["console"], accessTokenSeconds: 3601 }, "admin.accessTokenSeconds"],
    [{ clients: ["console"], path: "/x" }, "admin.path"],
  ];
  for (const [admin, parameter] of cases)
    assert.throws(() => createProvider({ issuer, admin: admin as never }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
});
