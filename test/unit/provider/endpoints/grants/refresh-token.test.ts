import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "jose";
import {
  basic,
  createGrantsProvider,
  createGrantsStore,
  type GrantsProvider,
  resources,
  type Seed,
  sha256,
  startMs,
} from "../../../../fixtures/provider/grants-provider.ts";
import { createSlowStore } from "../../../../fixtures/provider/slow-store.ts";

const form = { grant_type: "refresh_token", refresh_token: "refresh-token-1" };
const publicForm = { ...form, client_id: "tv" };
const publicSeed: Seed = { grant: { clientId: "tv" }, token: { clientId: "tv" } };

async function seeded(
  seed: Seed = {},
  options: Parameters<typeof createGrantsProvider>[0] = {},
): Promise<GrantsProvider> {
  const made = createGrantsProvider(options);
  await made.seed(seed);
  return made;
}

test("refresh_token: a new access token, a new refresh token and an ID token (RFC 6749 §6)", async () => {
  const { post } = await seeded();
  const { status, body, headers } = await post({ form });
  assert.equal(status, 200);
  assert.equal(headers.get("cache-control"), "no-store");
  assert.deepEqual(Object.keys(body), [
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "id_token",
    "refresh_token",
  ]);
  assert.match(String(body.refresh_token), /^[\w-]{43}$/);
  assert.equal(body.scope, "openid profile offline_access api:read files:read");
  const { status: second } = await post({ form: { ...form, refresh_token: String(body.refresh_token) } });
  assert.equal(second, 200);
});

test("refresh_token: the ID token is about the same login, and has no nonce (OpenID Connect Core §12.2)", async () => {
  const { post, advance } = await seeded();
  advance(1000);
  const claims = decodeJwt(String((await post({ form })).body.id_token));
  const { iss, sub, aud, iat, auth_time: authTime, acr, amr, sid } = claims;
  assert.deepEqual(
    [iss, sub, aud, iat, authTime],
    ["https://id.example.com", "alice", "web", 1_800_001_000, 1_799_999_000],
  );
  assert.deepEqual([acr, amr, sid], ["urn:example:gold", ["pwd", "otp"], "sid-1"]);
  assert.equal("nonce" in claims, false);
  assert.equal(typeof claims.at_hash, "string");
});

test("refresh_token: the JWT of a resource says how the user signed in (RFC 9068 §2.2.1)", async () => {
  const { post } = await seeded({ token: { audience: ["https://api.example.com", "https://files.example.com"] } });
  const { body } = await post({ form: { ...form, resource: "https://api.example.com", scope: "api:read" } });
  const { sub, aud, scope, auth_time: authTime, acr, amr, client_id: clientId } = decodeJwt(String(body.access_token));
  assert.deepEqual([sub, aud, scope, clientId], ["alice", "https://api.example.com", "api:read", "web"]);
  assert.deepEqual([authTime, acr, amr], [1_799_999_000, "urn:example:gold", ["pwd", "otp"]]);
});

test("refresh_token: a narrower scope is for the access token alone, the family keeps its own (RFC 6749 §6)", async () => {
  const { post } = await seeded();
  const { body } = await post({ form: { ...form, scope: "api:read" } });
  assert.deepEqual([body.scope, "id_token" in body], ["api:read", false]);
  const next = await post({ form: { ...form, refresh_token: String(body.refresh_token) } });
  assert.equal(next.body.scope, "openid profile offline_access api:read files:read");
});

test("refresh_token: a scope that the client has lost is not given any more", async () => {
  const { post } = await seeded({ grant: { clientId: "scoped" }, token: { clientId: "scoped" } });
  const headers = { authorization: basic("scoped", "scoped-secret") };
  assert.equal((await post({ form, headers })).body.scope, "openid offline_access api:read");
});

for (const [title, change, error] of [
  ["a wider scope", { scope: "api:read api:write" }, "invalid_scope"],
  ["a scope that breaks the grammar", { scope: 'a"' }, "invalid_scope"],
  ["a resource that was not granted", { resource: "https://photos.example.com" }, "invalid_target"],
  ["a resource that is none", { resource: "photos" }, "invalid_target"],
  [
    "authorization details that were not granted",
    { authorization_details: '[{"type":"payment"}]' },
    "invalid_authorization_details",
  ],
  ["no refresh token", { refresh_token: "" }, "invalid_request"],
  ["an unknown refresh token", { refresh_token: "unknown" }, "invalid_grant"],
] as const) {
  test(`refresh_token: refuses ${title}, and uses nothing up (RFC 6749 §5.2)`, async () => {
    const { post, store } = await seeded({ token: { audience: ["https://files.example.com"] } });
    const { status, body } = await post({ form: { ...form, ...change } });
    assert.deepEqual([status, body.error], [400, error]);
    assert.equal((await store.grants.findToken(sha256("refresh-token-1")))?.token.usedAtMs, undefined);
    assert.equal((await post({ form })).status, 200);
  });
}

test("refresh_token: without a resource granted, the default one may be named (RFC 8707 §2.2)", async () => {
  const { post } = await seeded({}, { tokens: { resources, defaultResource: "https://files.example.com" } });
  const { status, body } = await post({ form: { ...form, resource: "https://files.example.com" } });
  assert.deepEqual([status, body.scope], [200, "openid profile offline_access files:read"]);
});

test("refresh_token: authorization details that were granted, or some of them (RFC 9396 §6)", async () => {
  const details = { authorization_details: [{ type: "payment", identifier: "a" }, { type: "account" }] };
  const { post } = await seeded({ grant: { details } });
  const all = await post({ form });
  assert.deepEqual(all.body.authorization_details, [{ type: "payment", identifier: "a" }, { type: "account" }]);
  const refreshToken = String(all.body.refresh_token);
  const some = await post({
    form: { ...form, refresh_token: refreshToken, authorization_details: '[{"type":"account"}]' },
  });
  assert.deepEqual(some.body.authorization_details, [{ type: "account" }]);
});

for (const [title, clientForm, headers] of [
  ["another client", {}, { authorization: basic("api", "api-secret") }],
  ["a public client", { client_id: "tv" }, {}],
] as const) {
  test(`refresh_token: a token that ${title} presents is refused, and its owner keeps it (RFC 6749 §6)`, async () => {
    const { post } = await seeded();
    const { status, body } = await post({ form: { ...form, ...clientForm }, headers });
    assert.deepEqual([status, body.error], [400, "invalid_grant"]);
    assert.equal((await post({ form })).status, 200);
  });
}

for (const [title, change] of [
  ["its account is disabled", (made) => made.accounts.set("alice", { ...alice, isActive: false })],
  ["its account is gone", (made) => made.accounts.delete("alice")],
  [
    "its password was changed since",
    (made) => made.accounts.set("alice", { ...alice, passwordChangedAtMs: startMs + 1 }),
  ],
  ["it has lain idle", (made) => made.advance(14 * 86_400)],
  [
    "its grant was revoked",
    async (made) => void (await made.store.grants.revokeGrants({ id: "grant-1" }, "test", startMs)),
  ],
  [
    "it was revoked itself",
    async (made) => void (await made.store.grants.revokeToken(sha256("refresh-token-1"), startMs)),
  ],
] as const satisfies readonly (readonly [string, (made: GrantsProvider) => unknown])[]) {
  test(`refresh_token: a token is refused when ${title} (RFC 6749 §5.2)`, async () => {
    const made = await seeded();
    await change(made);
    const { status, body } = await made.post({ form });
    assert.deepEqual([status, body.error], [400, "invalid_grant"]);
  });
}

const alice = { id: "alice", displayName: "Alice", isActive: true, claims: {} };

test("refresh_token: a password that was changed before the grant does no harm", async () => {
  const made = await seeded();
  made.accounts.set("alice", { ...alice, passwordChangedAtMs: startMs - 1 });
  assert.equal((await made.post({ form })).status, 200);
});

test("refresh_token: an access token is refused by its kind", async () => {
  const { post } = await seeded();
  const { body } = await post({ form });
  const stolen = await post({ form: { ...form, refresh_token: String(body.access_token) } });
  assert.equal(stolen.body.error, "invalid_grant");
});

test("refresh_token: idle time counts anew with every use, the family ends with its grant (RFC 9700 §4.14)", async () => {
  const { post, advance } = await seeded({ grant: { expiresAtMs: startMs + 30 * 86_400_000 } });
  const first = await post({ form });
  advance(13 * 86_400);
  const second = await post({ form: { ...form, refresh_token: String(first.body.refresh_token) } });
  assert.equal(second.status, 200);
  advance(13 * 86_400);
  const third = await post({ form: { ...form, refresh_token: String(second.body.refresh_token) } });
  assert.equal(third.status, 200);
  advance(4 * 86_400);
  const fourth = await post({ form: { ...form, refresh_token: String(third.body.refresh_token) } });
  assert.deepEqual([fourth.status, fourth.body.error], [400, "invalid_grant"]);
});

test("refresh_token: an answer that was lost comes again within ten seconds, with the same refresh token", async () => {
  const { post, advance } = await seeded();
  const lost = await post({ form });
  advance(9);
  const again = await post({ form });
  assert.equal(again.status, 200);
  assert.equal(again.body.refresh_token, lost.body.refresh_token);
  assert.notEqual(again.body.access_token, lost.body.access_token);
  assert.equal((await post({ form: { ...form, refresh_token: String(again.body.refresh_token) } })).status, 200);
});

test("refresh_token: used again later, the whole family ends, and the event says so (RFC 9700 §4.14.2)", async () => {
  const { post, advance, events, store } = await seeded();
  const { body } = await post({ form });
  advance(10);
  const replay = await post({ form });
  assert.deepEqual([replay.status, replay.body.error], [400, "invalid_grant"]);
  const child = await post({ form: { ...form, refresh_token: String(body.refresh_token) } });
  assert.equal(child.body.error, "invalid_grant");
  assert.equal((await store.grants.findGrant("grant-1"))?.revokeReason, "refresh token replayed");
  assert.equal((await post({ form })).body.error, "invalid_grant");
  assert.deepEqual(
    events.filter(({ type }) => type === "refresh-token.replayed"),
    [{ type: "refresh-token.replayed", clientId: "web", accountId: "alice", grantId: "grant-1" }],
  );
});

test("refresh_token: used again after its child was used, the family ends even at once (RFC 9700 §4.14.2)", async () => {
  const { post } = await seeded();
  const first = await post({ form });
  const second = await post({ form: { ...form, refresh_token: String(first.body.refresh_token) } });
  assert.equal((await post({ form })).body.error, "invalid_grant");
  const last = await post({ form: { ...form, refresh_token: String(second.body.refresh_token) } });
  assert.equal(last.body.error, "invalid_grant");
});

test("refresh_token: a replay that has expired meanwhile ends the family as well", async () => {
  const { post, advance, store } = await seeded();
  await post({ form });
  advance(20 * 86_400);
  await post({ form });
  assert.equal((await store.grants.findGrant("grant-1"))?.revokeReason, "refresh token replayed");
});

test("refresh_token: a replay that is wrong in itself ends no family", async () => {
  const { post, advance, store } = await seeded();
  await post({ form });
  advance(60);
  assert.equal((await post({ form, headers: { authorization: basic("api", "api-secret") } })).status, 400);
  assert.equal((await post({ form: { ...form, scope: "api:write" } })).body.error, "invalid_scope");
  assert.equal((await store.grants.findGrant("grant-1"))?.revokedAtMs, undefined);
});

test("refresh_token: an option takes the leeway away", async () => {
  const { post } = await seeded({}, { tokens: { resources, refreshLeewaySeconds: 0 } });
  assert.equal((await post({ form })).status, 200);
  assert.equal((await post({ form })).body.error, "invalid_grant");
});

test("refresh_token: a confidential client may keep its token, which then lives as long as its grant (RFC 9700 §2.2.2)", async () => {
  const { post } = await seeded({}, { tokens: { resources, rotateRefreshTokens: "public" } });
  const first = await post({ form });
  assert.deepEqual([first.status, "refresh_token" in first.body], [200, false]);
  assert.equal((await post({ form })).status, 200);
});

for (const [title, change] of [
  ["it was revoked", async (made) => void (await made.store.grants.revokeToken(sha256("refresh-token-1"), startMs))],
  ["it has expired", (made) => made.advance(14 * 86_400)],
] as const satisfies readonly (readonly [string, (made: GrantsProvider) => unknown])[]) {
  test(`refresh_token: a token that is kept is refused when ${title} (RFC 6749 §5.2)`, async () => {
    const made = await seeded({}, { tokens: { resources, rotateRefreshTokens: "public" } });
    await change(made);
    assert.equal((await made.post({ form })).body.error, "invalid_grant");
  });
}

test("refresh_token: a token that is kept ends when its grant is taken back while new ones are made", async () => {
  const store = createGrantsStore();
  const late = {
    ...store,
    grants: {
      ...store.grants,
      issue: async (issue: Parameters<typeof store.grants.issue>[0]) => {
        if (issue.grant === undefined) await store.grants.revokeGrants({ id: "grant-1" }, "test", startMs);
        return store.grants.issue(issue);
      },
    },
  };
  const { post } = await seeded({}, { store: late, tokens: { resources, rotateRefreshTokens: "public" } });
  assert.equal((await post({ form })).body.error, "invalid_grant");
});

test("refresh_token: that of a public client that nothing binds is replaced whatever the option says (RFC 9700 §2.2.2)", async () => {
  const { post } = await seeded(publicSeed, { tokens: { resources, rotateRefreshTokens: "public" } });
  const { status, body } = await post({ form: publicForm, headers: {} });
  assert.deepEqual([status, "refresh_token" in body], [200, true]);
});

test("refresh_token: a token that was replaced before the option changed is still known as used", async () => {
  const store = createGrantsStore();
  const before = await seeded({}, { store });
  await before.post({ form });
  const after = createGrantsProvider({ store, tokens: { resources, rotateRefreshTokens: "public" } });
  after.advance(60);
  assert.equal((await after.post({ form })).body.error, "invalid_grant");
  assert.equal((await store.grants.findGrant("grant-1"))?.revokeReason, "refresh token replayed");
});

test("refresh_token: where signing fails nothing is used up (OpenID Connect Core §3.1.3.3)", async () => {
  const store = createGrantsStore();
  const keys = { ...store.keys, load: () => Promise.reject(new Error("no keys")) };
  const made = await seeded({}, { store: { ...store, keys } });
  const { status, body } = await made.post({ form });
  assert.ok(status >= 500);
  assert.notEqual(body.error, "invalid_grant");
  assert.equal((await store.grants.findToken(sha256("refresh-token-1")))?.token.usedAtMs, undefined);
});

test("refresh_token: fifty at once get one and the same child, and the family lives (RFC 9700 §4.14.2)", async () => {
  const store = createSlowStore(createGrantsStore());
  const { post } = await seeded({}, { store });
  const answers = await Promise.all(Array.from({ length: 50 }, () => post({ form })));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(new Set(answers.map(({ body }) => body.refresh_token)).size, 1);
  assert.equal(new Set(answers.map(({ body }) => body.access_token)).size, 50);
  const refreshToken = String(answers[0]?.body.refresh_token);
  assert.equal((await post({ form: { ...form, refresh_token: refreshToken } })).status, 200);
});

test("refresh_token: without a leeway one of fifty wins, and the others end the family", async () => {
  const store = createSlowStore(createGrantsStore());
  const { post } = await seeded({}, { store, tokens: { resources, refreshLeewaySeconds: 0 } });
  const answers = await Promise.all(Array.from({ length: 50 }, () => post({ form })));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ body }) => body.error === "invalid_grant").length, 49);
  assert.equal((await store.grants.findGrant("grant-1"))?.revokeReason, "refresh token replayed");
});
