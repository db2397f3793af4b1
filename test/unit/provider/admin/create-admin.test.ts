import assert from "node:assert/strict";
import { test } from "node:test";
import { createAdminProvider, startMs, storedGrant, storedSession } from "../../../fixtures/provider/admin-provider.ts";

test("admin.accounts: the accounts of the provider, with an event for each change", async () => {
  const { provider, events } = createAdminProvider();
  const { accounts } = provider.admin;
  const { id } = await accounts.createAccount({ username: "ada", password: "correct horse battery" });
  assert.equal((await accounts.findAccount(id))?.username, "ada");
  assert.deepEqual(
    (await accounts.listAccounts({ limit: 5 }, "AD")).items.map((each) => each.id),
    [id],
  );
  assert.equal((await accounts.updateAccount(id, { isVerified: true }))?.isVerified, true);
  assert.equal(
    (await accounts.setPassword(id, "another horse battery", { isTemporary: true }))?.requiresPasswordChange,
    true,
  );
  assert.equal(await accounts.unlockAccount(id), true);
  assert.equal((await accounts.disableAccount(id))?.isActive, false);
  assert.equal(await accounts.removeAccount(id), true);
  const told = events.map(({ type }) => type).filter((type) => type.startsWith("account."));
  assert.deepEqual(told, [
    "account.created",
    "account.changed",
    "account.changed",
    "account.unlocked",
    "account.changed",
    "account.removed",
  ]);
});

test("admin.accounts: accounts that the application keeps are changed where they are", async () => {
  const { provider } = createAdminProvider({ accounts: { find: async () => undefined } });
  const refused = { code: "ERR_CONFIGURATION_OPTION", parameter: "accounts" };
  await assert.rejects(provider.admin.accounts.createAccount({ username: "ada" }), refused);
  await assert.rejects(provider.admin.accounts.findAccount("ada"), refused);
});

test("admin.sessions: they are listed without what their cookie is known by, and end one by one or together", async () => {
  const { provider, store, events } = createAdminProvider();
  const { sessions } = provider.admin;
  for (const sid of ["s1", "s2", "s3"]) await store.sessions.put(storedSession(sid, "ada"));
  const listed = await sessions.list("ada");
  assert.deepEqual(
    listed.map(({ sid }) => sid),
    ["s1", "s2", "s3"],
  );
  assert.equal(JSON.stringify(listed).includes("hash"), false);
  assert.equal(await sessions.end("s1"), true);
  assert.equal(await sessions.end("s1"), false);
  assert.equal(await sessions.endAll("ada"), 2);
  assert.deepEqual(await sessions.list("ada"), []);
  const ended = events.filter(({ type }) => type === "session.ended");
  assert.deepEqual(
    ended.map(({ sid, reason }) => [sid, reason]),
    ["s1", "s2", "s3"].map((sid) => [sid, "ended_by_administrator"]),
  );
});

test("admin.grants: they are found by account, client or session, and revoked with an event", async () => {
  const { provider, store, events } = createAdminProvider();
  const { grants } = provider.admin;
  for (const [id, account, client] of [
    ["g1", "ada", "web"],
    ["g2", "ada", "app"],
    ["g3", "bob", "web"],
  ] as const)
    await store.grants.issue({ grant: storedGrant(id, account, client), tokens: [], nowMs: startMs });
  const ids = async (selection: object): Promise<readonly string[]> =>
    (await grants.list(selection, { limit: 10 })).items.map(({ id }) => id);
  assert.deepEqual(await ids({ accountId: "ada" }), ["g1", "g2"]);
  assert.deepEqual(await ids({ clientId: "web" }), ["g1", "g3"]);
  assert.equal(await grants.revoke("g1"), true);
  assert.equal(await grants.revoke("g1"), false);
  assert.equal(await grants.revoke("nothing"), false);
  assert.equal(await grants.revokeAll({ accountId: "ada" }), 1);
  assert.equal(await grants.revokeAll({ accountId: "ada" }), 0);
  assert.deepEqual(await ids({ clientId: "web" }), ["g3"]);
  const told = events.filter(({ type }) => type === "grant.revoked");
  assert.deepEqual(
    told.map(({ grantId, accountId }) => [grantId, accountId]),
    [
      ["g1", "ada"],
      [undefined, "ada"],
    ],
  );
});

test("admin.grants: a selection of nothing is not taken for all", async () => {
  const { grants } = createAdminProvider().provider.admin;
  for (const selection of [{}, { accountId: undefined }, { accountId: "" }, { id: "g1" }])
    await assert.rejects(grants.revokeAll(selection), { code: "ERR_VALIDATION_REQUEST" });
});

test("admin.consents: they are listed and removed", async () => {
  const { provider, store, events } = createAdminProvider();
  const { consents } = provider.admin;
  const consent = { accountId: "ada", clientId: "web", scope: ["openid"], details: {}, grantedAtMs: startMs };
  await store.consents.put(consent as never);
  assert.equal((await consents.list("ada")).length, 1);
  const grant = { scope: [], details: {}, isOffline: true, createdAtMs: 0, expiresAtMs: Number.MAX_SAFE_INTEGER };
  await store.grants.issue({ grant: { ...grant, id: "g", accountId: "ada", clientId: "web" }, tokens: [], nowMs: 1 });
  await store.grants.issue({ grant: { ...grant, id: "h", accountId: "ada", clientId: "other" }, tokens: [], nowMs: 1 });
  assert.equal(await consents.remove("ada", "web"), true);
  assert.equal((await store.grants.findGrant("g"))?.revokeReason, "consent_removed");
  assert.equal((await store.grants.findGrant("h"))?.revokedAtMs, undefined);
  assert.equal(await consents.remove("ada", "web"), false);
  assert.equal(events.filter(({ type }) => type === "consent.removed").length, 1);
});

test("admin.initialAccessTokens: one registers a client, once unless it may more often, until it expires or is taken back (RFC 7591 §3)", async () => {
  const { provider, events, advance } = createAdminProvider({ registration: {} });
  const { initialAccessTokens } = provider.admin;
  const register = async (token: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const body = JSON.stringify({ redirect_uris: ["https://app.example.com/cb"] });
    return (await provider.fetch("https://id.example.com/register", { method: "POST", headers, body })).status;
  };
  const once = await initialAccessTokens.create();
  assert.deepEqual(
    { ...once, id: "", token: "" },
    { id: "", token: "", isReusable: false, expiresAtMs: startMs + 86_400_000 },
  );
  assert.deepEqual([await register(once.token), await register(once.token)], [201, 401]);
  const often = await initialAccessTokens.create({ isReusable: true, expiresInSeconds: 60 });
  assert.deepEqual([await register(often.token), await register(often.token)], [201, 201]);
  advance(60);
  assert.equal(await register(often.token), 401);
  const taken = await initialAccessTokens.create({ isReusable: true });
  assert.equal(await initialAccessTokens.remove(taken.id), true);
  assert.equal(await initialAccessTokens.remove(taken.id), false);
  assert.equal(await register(taken.token), 401);
  assert.equal(events.filter(({ type }) => type === "initial-access-token.created").length, 3);
  assert.equal(JSON.stringify(events).includes(once.token), false);
  for (const expiresInSeconds of [0, 366 * 86_400, 1.5, "60"])
    await assert.rejects(initialAccessTokens.create({ expiresInSeconds } as never), { code: "ERR_VALIDATION_REQUEST" });
});

test("admin.initialAccessTokens: those that are good are listed in pages, without the token", async () => {
  const { provider, store, advance } = createAdminProvider({ registration: {} });
  const { initialAccessTokens } = provider.admin;
  const short = await initialAccessTokens.create({ expiresInSeconds: 60 });
  const [one, two] = [await initialAccessTokens.create(), await initialAccessTokens.create({ isReusable: true })];
  const used = await initialAccessTokens.create();
  await store.artifacts.consume({ kind: "initial_access_token", hash: used.id }, startMs);
  advance(60);
  const seen: object[] = [];
  for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const page = await initialAccessTokens.list({ limit: 2, after });
    seen.push(...page.items);
    after = page.next;
  }
  const expected = [one, two].map(({ id, isReusable }) => ({ id, isReusable, expiresAtMs: startMs + 86_400_000 }));
  assert.deepEqual(
    seen,
    expected.sort((first, second) => (first.id < second.id ? -1 : 1)),
  );
  assert.equal(JSON.stringify(seen).includes(short.id), false);
});

test("admin.deliveries: they are listed without what they are made of, and given up", async () => {
  const { provider, store, events } = createAdminProvider();
  const { deliveries } = provider.admin;
  const times = { createdAtMs: startMs, dueAtMs: startMs + 1, purgeAtMs: startMs + 2 };
  const shown = { id: "d1", kind: "backchannel_logout", clientId: "web", accountId: "ada", attempts: 1, ...times };
  await store.deliveries.put([{ ...shown, payload: { jti: "secret" }, version: 1 }]);
  assert.deepEqual(await deliveries.list({ limit: 5 }), { items: [shown] });
  assert.equal(await deliveries.remove("d1"), true);
  assert.equal(await deliveries.remove("d1"), false);
  assert.deepEqual(await deliveries.list({ limit: 5 }), { items: [] });
  assert.equal(events.filter(({ type }) => type === "delivery.removed").length, 1);
});

test("admin.completeBackchannelAuthentication and admin.keys are wired", async () => {
  const { admin } = createAdminProvider().provider;
  assert.equal(await admin.completeBackchannelAuthentication({ requestId: "none", allow: false }), "gone");
  const kid = await admin.keys.rotate("ES256");
  assert.ok((await admin.keys.list()).some((key) => key.kid === kid));
  assert.deepEqual(Object.keys(admin.keys), ["ready", "list", "rotate", "withdraw"]);
});
