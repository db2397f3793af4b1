import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import { createRowCounter } from "../../../fixtures/provider/abuse-row-counter.ts";
import { readPage, type TestBrowser } from "../../../fixtures/provider/login-browser.ts";
import { createLoginProvider, type LoginProvider } from "../../../fixtures/provider/login-provider.ts";
import { createSlowStore } from "../../../fixtures/provider/slow-store.ts";

const title = "login throttle";

async function failTimes(provider: LoginProvider, browser: TestBrowser, times: number, login = "alice"): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    const response = await provider.signIn(browser, { login, password: "wrong password" });
    assert.equal(response.status, 403, `attempt ${count + 1}`);
  }
}

test(`${title}: after five failures an account is refused with 429 and Retry-After, without a hash (NIST SP 800-63B)`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await failTimes(provider, browser, 5);
  const before = provider.hashes();
  const response = await provider.signIn(browser);
  assert.equal(response.status, 429);
  assert.equal(response.headers.get("retry-after"), "1");
  assert.match(await response.text(), /too many attempts/);
  assert.equal(provider.hashes(), before);
  assert.ok(provider.events.some(({ type }) => type === "login.throttled"));
});

test(`${title}: names that no account has are slowed down alike, in whatever letters`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await failTimes(provider, browser, 4, "nobody");
  await failTimes(provider, browser, 1, "NOBODY");
  assert.equal((await provider.signIn(browser, { login: "Nobody" })).status, 429);
  assert.equal((await provider.signIn(browser, { login: "alice" })).status, 303);
});

test(`${title}: the wait grows, and is over after it`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await failTimes(provider, browser, 5);
  provider.passSeconds(1);
  await failTimes(provider, browser, 1);
  const response = await provider.signIn(browser);
  assert.equal(response.headers.get("retry-after"), "2");
  provider.passSeconds(2);
  assert.equal((await provider.signIn(browser)).status, 303);
});

test(`${title}: a success begins the count anew`, async () => {
  const provider = createLoginProvider();
  await failTimes(provider, provider.browser(), 4);
  assert.equal((await provider.signIn(provider.browser())).status, 303);
  await failTimes(provider, provider.browser(), 4);
  assert.equal((await provider.signIn(provider.browser())).status, 303);
});

test(`${title}: a browser that has signed in before is not locked out by guesses from elsewhere`, async () => {
  const provider = createLoginProvider();
  const known = provider.browser();
  assert.equal((await provider.signIn(known)).status, 303);
  known.setCookie("__Host-ti_session", "");
  await failTimes(provider, provider.browser(), 5);
  assert.equal((await provider.signIn(provider.browser())).status, 429);
  assert.equal((await provider.signIn(known)).status, 303);
});

test(`${title}: a known browser has a limit of its own, and is known for one login only`, async () => {
  const provider = createLoginProvider();
  const known = provider.browser();
  await provider.signIn(known);
  known.setCookie("__Host-ti_session", "");
  await failTimes(provider, provider.browser(), 5, "bob");
  assert.equal((await provider.signIn(known, { login: "bob", password: "battery staple" })).status, 429);
  await failTimes(provider, known, 5);
  assert.equal((await provider.signIn(known)).status, 429);
  assert.equal((await provider.signIn(provider.browser())).status, 303);
});

for (const [name, change] of [
  ["forged", (value: string) => `${value.slice(0, -1)}${value.endsWith("A") ? "B" : "A"}`],
  ["of another end", (value: string) => value.replace(/\.\d+\./, ".9999999999.")],
  ["empty", () => ""],
] as const) {
  test(`${title}: a cookie of a known browser that is ${name} helps nothing`, async () => {
    const provider = createLoginProvider();
    const known = provider.browser();
    await provider.signIn(known);
    known.setCookie("__Host-ti_session", "");
    known.setCookie("__Host-ti_device", change(known.cookie("__Host-ti_device") ?? ""));
    await failTimes(provider, provider.browser(), 5);
    assert.equal((await provider.signIn(known)).status, 429);
  });
}

test(`${title}: a browser is known for half a year`, async () => {
  const provider = createLoginProvider();
  const known = provider.browser();
  await provider.signIn(known);
  const value = known.cookie("__Host-ti_device") ?? "";
  provider.passSeconds(180 * 86_400);
  assert.equal(known.cookie("__Host-ti_device"), undefined);
  known.setCookie("__Host-ti_device", value);
  await failTimes(provider, provider.browser(), 5);
  assert.equal((await provider.signIn(known)).status, 429);
});

test(`${title}: an address is slowed down whatever the names; a header of the request is no address`, async () => {
  const provider = createLoginProvider();
  const attacker = provider.browser({ remoteAddress: "192.0.2.1" });
  for (let count = 0; count < 100; count += 1)
    assert.equal((await provider.signIn(attacker, { login: `name${count}`, password: "wrong password" })).status, 403);
  assert.equal((await provider.signIn(attacker)).status, 429);
  const page = await readPage(await attacker.get("/login"));
  const fields = { login: "alice", password: "correct horse" };
  assert.equal(
    (await attacker.submit(page, fields, { "X-Forwarded-For": "192.0.2.9", Forwarded: "for=192.0.2.9" })).status,
    429,
  );
  assert.equal((await provider.signIn(provider.browser({ remoteAddress: "192.0.2.2" }))).status, 303);
});

test(`${title}: of many attempts at once no more are tried than one after another`, async () => {
  const provider = createLoginProvider();
  await provider.context.accounts.find("alice-id");
  const browser = provider.browser();
  const page = await readPage(await browser.get("/login"));
  const before = provider.hashes();
  const fields = { login: "alice", password: "wrong password" };
  const answers = await Promise.all(Array.from({ length: 40 }, () => browser.submit(page, fields)));
  const statuses = answers.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [...Array(5).fill(403), ...Array(35).fill(429)]);
  assert.equal(provider.hashes() - before, 5);
});

test(`${title}: of many attempts at once in four processes no more are tried than one after another`, async () => {
  const store = createSlowStore(createMemoryStore({ clock: () => Date.parse("2026-03-01T12:00:00Z") }));
  const providers = Array.from({ length: 4 }, () => createLoginProvider({ store }));
  const pages = providers.map(async (provider) => {
    await provider.context.accounts.find("alice-id");
    const browser = provider.browser();
    return { browser, page: await readPage(await browser.get("/login")) };
  });
  const ready = await Promise.all(pages);
  const before = providers.map(({ hashes }) => hashes());
  const guess = (password: string) =>
    Promise.all(ready.map(({ browser, page }) => browser.submit(page, { login: "alice", password })));
  const answers = (await Promise.all(Array.from({ length: 10 }, () => guess("wrong password")))).flat();
  const tried = providers.reduce((sum, { hashes }, index) => sum + hashes() - (before[index] ?? 0), 0);
  assert.ok(tried >= 2 && tried <= 5, `${tried} passwords were tried`);
  const statuses = answers.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 403).length, tried);
  assert.equal(statuses.filter((status) => status === 429).length, 40 - tried);
  assert.deepEqual(
    (await guess("correct horse")).map(({ status }) => status),
    [429, 429, 429, 429],
    "and then not even the right one",
  );
  for (const { passSeconds } of providers) passSeconds(900);
  assert.equal((await guess("correct horse"))[0]?.status, 303);
});

test(`${title}: an address that many sign in from is not counted against them`, async () => {
  const provider = createLoginProvider({
    throttling: { rules: { address: { windowMs: 900_000, blockAfter: 2, blockMs: 1000, maxBlockMs: 900_000 } } },
  });
  for (let count = 0; count < 4; count += 1) {
    const browser = provider.browser({ remoteAddress: "192.0.2.1" });
    assert.equal((await provider.signIn(browser)).status, 303);
  }
});

test(`${title}: while accounts do not answer an attempt counts, and whoever gets in afterwards begins anew`, async () => {
  let isDown = true;
  const account = { id: "x", displayName: "X", isActive: true, claims: {} };
  const provider = createLoginProvider({
    accounts: {
      find: async () => account,
      verifyPassword: async () => (isDown ? Promise.reject(new Error("LDAP")) : account),
    } as never,
  });
  for (let count = 0; count < 4; count += 1) assert.equal((await provider.signIn(provider.browser())).status, 503);
  isDown = false;
  for (let count = 0; count < 6; count += 1) assert.equal((await provider.signIn(provider.browser())).status, 303);
});

test(`${title}: an account that the application's own source gives although it is not active is a failure`, async () => {
  const account = { id: "x", displayName: "X", isActive: false, claims: {} };
  const provider = createLoginProvider({
    accounts: { find: async () => account, verifyPassword: async () => account } as never,
  });
  const browser = provider.browser();
  await failTimes(provider, browser, 5);
  assert.equal((await provider.signIn(browser)).status, 429);
});

test(`${title}: the username and the e-mail address of an account are counted as one, and no answer tells so`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await failTimes(provider, browser, 5);
  const right = { login: "alice@example.com", password: "correct horse" };
  const before = provider.hashes();
  const answer = await provider.signIn(browser, right);
  assert.equal(answer.status, 403);
  assert.equal(provider.hashes(), before + 1);
  assert.match(provider.events.findLast(({ type }) => type === "login.failed")?.reason ?? "", /blocked/);
  const nobody = await provider.signIn(provider.browser(), { ...right, login: "nobody@example.com" });
  assert.deepEqual(
    [nobody.status, nobody.headers.get("retry-after")],
    [answer.status, answer.headers.get("retry-after")],
  );
  provider.passSeconds(2);
  assert.equal((await provider.signIn(browser, right)).status, 303);
});

test(`${title}: a browser is known for the account, by whatever name`, async () => {
  const provider = createLoginProvider();
  const known = provider.browser();
  await provider.signIn(known);
  known.setCookie("__Host-ti_session", "");
  await failTimes(provider, provider.browser(), 5, "alice@example.com");
  assert.equal((await provider.signIn(known, { login: "Alice@Example.com" })).status, 303);
});

test(`${title}: a failure takes as many steps of the store for a name that nobody has`, async () => {
  const counter = createRowCounter(createMemoryStore());
  const provider = createLoginProvider({ store: counter.store });
  const verbs = ["accounts.findByLogin", "accounts.find", "throttle.find", "throttle.fail", "throttle.clear"];
  const steps = async (login: string): Promise<readonly number[]> => {
    const before = verbs.map(counter.calls);
    await failTimes(provider, provider.browser({ remoteAddress: "192.0.2.1" }), 1, login);
    return verbs.map((verb, index) => counter.calls(verb) - (before[index] ?? 0));
  };
  await steps("alice");
  assert.deepEqual(await steps("bob"), [2, 0, 4, 4, 0]);
  assert.deepEqual(await steps("nobody"), [2, 0, 4, 4, 0]);
});
