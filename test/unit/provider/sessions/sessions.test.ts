import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import {
  endAccountSessions,
  endSession,
  readSession,
  rememberClient,
  startSession,
} from "../../../../src/provider/sessions/sessions.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import type { Session } from "../../../../src/provider/stores/records.ts";
import { readPage, type TestBrowser } from "../../../fixtures/provider/login-browser.ts";
import { alice, createLoginProvider, type LoginProvider } from "../../../fixtures/provider/login-provider.ts";

const title = "sessions";
const name = "__Host-ti_session";

function hashOf(browser: TestBrowser, cookie = name): string {
  return createHash("sha256")
    .update(browser.cookie(cookie) ?? "")
    .digest("base64url");
}

async function sessionOf({ context }: LoginProvider, browser: TestBrowser): Promise<Session> {
  const session = await context.store.sessions.find(hashOf(browser));
  assert.ok(session);
  return session;
}

async function isSignedIn(browser: TestBrowser): Promise<boolean> {
  const { status } = await browser.get("/session");
  assert.ok(status === 200 || status === 401, String(status));
  return status === 200;
}

test(`${title}: a login sets one session cookie for this host alone, and stores its hash (RFC 6265)`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser({ remoteAddress: "192.0.2.1" });
  const response = await provider.signIn(browser);
  const cookies = response.headers.getSetCookie().filter((field) => field.startsWith(`${name}=`));
  assert.equal(cookies.length, 1);
  assert.match(cookies[0] ?? "", /^__Host-ti_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  const session = await sessionOf(provider, browser);
  assert.equal(JSON.stringify(session).includes(browser.cookie(name) ?? ""), false);
  assert.equal(session.address, "192.0.2.1");
  assert.deepEqual(session.amr, ["pwd"]);
  assert.equal(session.authTimeMs, Date.parse("2026-03-01T12:00:00Z"));
});

test(`${title}: after half an hour without use it is over; with use after twelve hours (NIST SP 800-63B)`, async () => {
  const provider = createLoginProvider();
  const idle = provider.browser();
  await provider.signIn(idle);
  provider.passSeconds(1799);
  assert.equal(await isSignedIn(idle), true);
  provider.passSeconds(1800);
  assert.equal(await isSignedIn(idle), false);
  const busy = provider.browser();
  await provider.signIn(busy);
  for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
    provider.passSeconds(1200);
    assert.equal(await isSignedIn(busy), true, String(minutes));
  }
  provider.passSeconds(1199);
  assert.equal(await isSignedIn(busy), true);
  provider.passSeconds(1);
  assert.equal(await isSignedIn(busy), false);
});

test(`${title}: one that is to be remembered lives as long as its cookie says, over many requests`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const response = await provider.signIn(browser, { remember: "true" });
  assert.match(response.headers.getSetCookie().join("\n"), /ti_session=[\w-]{43}; Max-Age=1209600; Path=\//);
  for (let hours = 0; hours < 25; hours += 1) {
    provider.passSeconds(3600);
    const answer = await browser.get("/session");
    assert.equal(answer.status, 200);
    const [, maxAge] = /ti_session=[^;]+; Max-Age=(\d+)/.exec(answer.headers.getSetCookie().join("\n")) ?? [];
    const { idleExpiresAtMs } = await sessionOf(provider, browser);
    assert.equal(provider.context.clock() + Number(maxAge) * 1000, idleExpiresAtMs);
  }
  provider.passSeconds(14 * 86_400 - 1);
  assert.equal(await isSignedIn(browser), true);
  const { idleExpiresAtMs, expiresAtMs } = await sessionOf(provider, browser);
  assert.ok(idleExpiresAtMs <= expiresAtMs);
  const end = (expiresAtMs - provider.context.clock()) / 1000;
  provider.passSeconds(end / 2);
  assert.equal(await isSignedIn(browser), true);
  provider.passSeconds(end / 2);
  assert.equal(browser.cookie(name), undefined);
});

test(`${title}: it is renewed at most once a minute`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await provider.signIn(browser);
  provider.passSeconds(59);
  assert.deepEqual((await browser.get("/session")).headers.getSetCookie(), []);
  assert.equal((await sessionOf(provider, browser)).version, 1);
  provider.passSeconds(1);
  assert.equal((await browser.get("/session")).headers.getSetCookie().length, 1);
  await browser.get("/session");
  const session = await sessionOf(provider, browser);
  assert.equal(session.version, 2);
  assert.equal(session.idleExpiresAtMs, Date.parse("2026-03-01T12:31:00Z"));
});

test(`${title}: a clock that goes back extends nothing`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await provider.signIn(browser);
  provider.passSeconds(-3600);
  assert.equal(await isSignedIn(browser), true);
  assert.equal((await sessionOf(provider, browser)).idleExpiresAtMs, Date.parse("2026-03-01T12:30:00Z"));
});

test(`${title}: cookies that are unknown, forged or no handle at all are no session, and never adopted (CWE-384)`, async () => {
  const provider = createLoginProvider();
  for (const value of ["A".repeat(43), "x", "", "%00", "__proto__", "A".repeat(5000)]) {
    const browser = provider.browser();
    browser.setCookie(name, value);
    assert.equal(await isSignedIn(browser), false);
    await provider.signIn(browser);
    assert.notEqual(browser.cookie(name), value);
  }
});

test(`${title}: a row that is broken is deleted on sight`, async () => {
  const memory = createMemoryStore();
  const find = async (hash: string) => {
    const session = await memory.sessions.find(hash);
    return session === undefined ? undefined : { ...session, idleExpiresAtMs: Number.NaN };
  };
  const provider = createLoginProvider({ store: { ...memory, sessions: { ...memory.sessions, find } } });
  const browser = provider.browser();
  await provider.signIn(browser);
  assert.ok(await memory.sessions.find(hashOf(browser)));
  assert.equal(await isSignedIn(browser), false);
  assert.equal(await memory.sessions.find(hashOf(browser)), undefined);
});

test(`${title}: another login of the same account changes the cookie, keeps the sid, and kills the old cookie`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await provider.signIn(browser);
  const before = await sessionOf(provider, browser);
  const old = browser.cookie(name) ?? "";
  await rememberClient(provider.context, before, "app");
  provider.passSeconds(100);
  const interaction = await provider.begin(browser, { request: { prompt: "login" } });
  const page = await readPage(await browser.get(`/login?interaction=${interaction.id}`));
  await browser.submit(page, { login: "alice", password: "correct horse" });
  const after = await sessionOf(provider, browser);
  assert.equal(after.sid, before.sid);
  assert.deepEqual(after.clientIds, ["app"]);
  assert.equal(after.createdAtMs, before.createdAtMs);
  assert.equal(after.authTimeMs, before.authTimeMs + 100_000);
  const thief = provider.browser();
  thief.setCookie(name, old);
  assert.equal(await isSignedIn(thief), false);
  assert.equal(await isSignedIn(browser), true);
});

test(`${title}: a login of another account has another sid, and ends the session before`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await provider.signIn(browser);
  const before = await sessionOf(provider, browser);
  const { id } = await provider.begin(browser, { request: { prompt: "login" } });
  const page = await readPage(await browser.get(`/login?interaction=${id}`));
  await browser.submit(page, { login: "bob", password: "battery staple" });
  assert.notEqual((await sessionOf(provider, browser)).sid, before.sid);
  assert.equal(await provider.context.store.sessions.findBySid(before.sid), undefined);
  assert.ok(provider.events.some(({ type, sid }) => type === "session.ended" && sid === before.sid));
});

for (const [what, change] of [
  ["disabled", (id: string) => ({ id, isActive: false })],
  ["removed", () => undefined],
  ["given another password", (id: string) => ({ id, passwordChangedAtMs: Date.parse("2026-03-01T12:00:01Z") })],
] as const) {
  test(`${title}: an account that is ${what} has no session any more`, async () => {
    const account = { id: "x", displayName: "X", isActive: true, claims: {} };
    const state: { now: { id: string } | undefined } = { now: account };
    const provider = createLoginProvider({
      accounts: { find: async () => state.now, verifyPassword: async () => account } as never,
    });
    const browser = provider.browser();
    await provider.signIn(browser);
    assert.equal(await isSignedIn(browser), true);
    const { hash } = await sessionOf(provider, browser);
    const changed = change("x");
    state.now = changed === undefined ? undefined : { ...account, ...changed };
    assert.equal(await isSignedIn(browser), false);
    assert.equal(await provider.context.store.sessions.find(hash), undefined);
  });
}

test(`${title}: a login that the account was changed during does not succeed`, async () => {
  const account = { id: "x", displayName: "X", isActive: true, claims: {} };
  for (const current of [undefined, { ...account, isActive: false }, { ...account, passwordChangedAtMs: 5 }]) {
    const provider = createLoginProvider({
      accounts: { find: async () => current, verifyPassword: async () => account } as never,
    });
    const browser = provider.browser();
    assert.equal((await provider.signIn(browser)).status, 403);
    assert.equal(browser.cookie(name), undefined);
  }
});

test(`${title}: a store that does not answer means 503, never "not signed in" (RFC 9110 §15.6.4)`, async () => {
  const memory = createMemoryStore();
  const state = { isDown: false };
  const sessions = {
    ...memory.sessions,
    find: async (hash: string) => {
      if (state.isDown) throw new Error("connection refused");
      return memory.sessions.find(hash);
    },
  };
  const provider = createLoginProvider({ store: { ...memory, sessions } });
  const browser = provider.browser();
  await provider.signIn(browser);
  state.isDown = true;
  for (const path of ["/session", "/sessions", "/login"]) {
    const response = await browser.get(path);
    assert.equal(response.status, 503, path);
    assert.equal(response.headers.get("retry-after"), "5");
  }
  assert.equal((await provider.browser().get("/session")).status, 401);
});

test(`${title}: the oldest end where an account has too many`, async () => {
  const provider = createLoginProvider({ sessions: { maxPerAccount: 2 } });
  const browsers = [provider.browser(), provider.browser(), provider.browser()];
  for (const browser of browsers) {
    await provider.signIn(browser);
    provider.passSeconds(1);
  }
  assert.deepEqual(await Promise.all(browsers.map(isSignedIn)), [false, true, true]);
});

test(`${title}: what was granted in a session ends with it, offline access does not (OpenID Connect Core §11)`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await provider.signIn(browser);
  const session = await sessionOf(provider, browser);
  const { grants } = provider.context.store;
  const nowMs = provider.context.clock();
  const grant = {
    clientId: "app",
    sid: session.sid,
    scope: [],
    details: {},
    createdAtMs: nowMs,
    expiresAtMs: nowMs * 2,
  };
  await grants.issue({ grant: { ...grant, id: "bound", isOffline: false }, tokens: [], nowMs });
  await grants.issue({ grant: { ...grant, id: "offline", isOffline: true }, tokens: [], nowMs });
  await endSession(provider.context, session, "signed_out");
  assert.equal((await grants.findGrant("bound"))?.revokeReason, "signed_out");
  assert.equal((await grants.findGrant("offline"))?.revokedAtMs, undefined);
  await endSession(provider.context, session, "again");
  assert.equal(provider.events.filter(({ type }) => type === "session.ended").length, 1);
});

test(`${title}: a session is ended though its cookie has changed meanwhile`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await provider.signIn(browser);
  const before = await sessionOf(provider, browser);
  await provider.context.store.sessions.rotate(before.hash, { ...before, hash: "other", version: 2 });
  await endSession(provider.context, before, "signed_out");
  assert.equal(await provider.context.store.sessions.findBySid(before.sid), undefined);
});

test(`${title}: all sessions of an account end, but for one and but for those of others`, async () => {
  const provider = createLoginProvider();
  const [one, two, other] = [provider.browser(), provider.browser(), provider.browser()];
  await provider.signIn(one);
  await provider.signIn(two);
  await provider.signIn(other, { login: "bob", password: "battery staple" });
  const { sid } = await sessionOf(provider, two);
  await endAccountSessions(provider.context, "alice-id", "test", sid);
  assert.deepEqual(await Promise.all([one, two, other].map(isSignedIn)), [false, true, true]);
  await endAccountSessions(provider.context, "alice-id", "test");
  assert.deepEqual(await Promise.all([one, two, other].map(isSignedIn)), [false, false, true]);
});

test(`${title}: clients are remembered once, also by an outdated copy`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await provider.signIn(browser);
  const session = await sessionOf(provider, browser);
  await rememberClient(provider.context, session, "one");
  await rememberClient(provider.context, session, "two");
  await rememberClient(provider.context, session, "one");
  assert.deepEqual((await sessionOf(provider, browser)).clientIds, ["one", "two"]);
  await endSession(provider.context, session, "test");
  await rememberClient(provider.context, session, "three");
  assert.equal(await provider.context.store.sessions.findBySid(session.sid), undefined);
});

test(`${title}: a session that ends while somebody signs in again is not brought back`, async () => {
  const provider = createLoginProvider({ accounts: [alice] });
  const browser = provider.browser();
  await provider.signIn(browser);
  const before = await sessionOf(provider, browser);
  await endSession(provider.context, before, "test");
  const request = {
    raw: new Request("https://id.example.com/login"),
    path: "/login",
    pathParameters: {},
    connection: {},
  };
  const account = await provider.context.accounts.find("alice-id");
  assert.ok(account);
  const made = await startSession(
    provider.context,
    request,
    { account, amr: ["pwd"], acr: "1", remember: false },
    before,
  );
  assert.notEqual(made.session.sid, before.sid);
  assert.equal(made.session.acr, "1");
  assert.equal(await readSession(provider.context, request), undefined);
});

for (const [what, sessions] of [
  ["an unknown option", { max: 3 }],
  ["none", { maxPerAccount: 0 }],
  ["a fraction", { maxPerAccount: 1.5 }],
] as const) {
  test(`${title}: ${what} is refused in the configuration`, () => {
    assert.throws(() => createLoginProvider({ sessions: sessions as never }), { code: "ERR_CONFIGURATION_OPTION" });
  });
}
