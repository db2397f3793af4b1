import assert from "node:assert/strict";
import { test } from "node:test";
import { createAdmin, type ProviderAdmin } from "../../../../src/provider/admin/create-admin.ts";
import { readPage, type TestBrowser } from "../../../fixtures/provider/login-browser.ts";
import { createLoginProvider, type LoginProvider } from "../../../fixtures/provider/login-provider.ts";

const title = "failures in a row";

async function failTimes(provider: LoginProvider, browser: TestBrowser, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1)
    assert.equal((await provider.signIn(browser, { password: "wrong password" })).status, 403);
}

/** Fails as often as it takes to lock an account, whatever the pauses. */
async function failUntilLocked(provider: LoginProvider, browser: TestBrowser): Promise<void> {
  for (let count = 0; count < 8; count += 1) {
    assert.equal((await provider.signIn(browser, { password: "wrong password" })).status, 403);
    provider.passSeconds(900);
  }
}

const lockedAfterEight = { throttling: { maxConsecutiveFailures: 8 } } as const;

test(`${title}: after so many failures in a row no time unlocks an account, and the answer is that to a wrong password (NIST SP 800-63B)`, async () => {
  const provider = createLoginProvider(lockedAfterEight);
  await failUntilLocked(provider, provider.browser());
  const locked = provider.events.filter(({ type }) => type === "account.locked");
  assert.deepEqual(locked, [{ type: "account.locked", accountId: "alice-id", reason: "too many failures in a row" }]);
  provider.passSeconds(365 * 86_400);
  const before = provider.hashes();
  assert.equal((await provider.signIn(provider.browser())).status, 403);
  assert.equal(provider.hashes(), before + 1);
  assert.equal((await provider.signIn(provider.browser(), { login: "bob", password: "battery staple" })).status, 303);
});

test(`${title}: a hundred failures in a row lock an account where nothing else is configured`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  for (let count = 0; count < 99; count += 1) {
    await failTimes(provider, browser, 1);
    provider.passSeconds(900);
  }
  assert.equal(
    provider.events.some(({ type }) => type === "account.locked"),
    false,
  );
  await failTimes(provider, browser, 1);
  assert.equal(
    provider.events.some(({ type }) => type === "account.locked"),
    true,
  );
});

test(`${title}: failures that are not in a row lock nothing`, async () => {
  const provider = createLoginProvider(lockedAfterEight);
  for (let round = 0; round < 3; round += 1) {
    await failTimes(provider, provider.browser(), 4);
    assert.equal((await provider.signIn(provider.browser())).status, 303);
  }
});

test(`${title}: a stranger locks nobody out of a browser that is known, and a login from there unlocks the account`, async () => {
  const provider = createLoginProvider(lockedAfterEight);
  const known = provider.browser();
  await provider.signIn(known);
  known.setCookie("__Host-ti_session", "");
  await failUntilLocked(provider, provider.browser());
  assert.equal((await provider.signIn(provider.browser())).status, 403);
  assert.equal((await provider.signIn(known)).status, 303);
  assert.equal((await provider.signIn(provider.browser())).status, 303);
});

test(`${title}: a known browser has a count of its own until it is locked`, async () => {
  const provider = createLoginProvider(lockedAfterEight);
  const known = provider.browser();
  await provider.signIn(known);
  known.setCookie("__Host-ti_session", "");
  await failUntilLocked(provider, known);
  assert.equal((await provider.signIn(known)).status, 403);
  assert.equal((await provider.signIn(provider.browser())).status, 303);
});

for (const [name, unlock] of [
  ["another password", ({ accounts }) => accounts.setPassword("alice-id", "correct horse", { isTemporary: false })],
  ["an administrator", ({ accounts }) => accounts.unlockAccount("alice-id")],
] as const satisfies readonly (readonly [string, (admin: ProviderAdmin) => Promise<unknown>])[]) {
  test(`${title}: ${name} unlocks an account`, async () => {
    const provider = createLoginProvider(lockedAfterEight);
    await failUntilLocked(provider, provider.browser());
    assert.equal((await provider.signIn(provider.browser())).status, 403);
    provider.passSeconds(900);
    await unlock(createAdmin(provider.context));
    assert.equal((await provider.signIn(provider.browser())).status, 303);
  });
}

test(`${title}: an administrator unlocks accounts that the application keeps, and learns where there is none`, async () => {
  const account = { id: "x", displayName: "X", isActive: true, claims: {} };
  const provider = createLoginProvider({
    accounts: {
      find: async (id: string) => (id === "x" ? account : undefined),
      findByLogin: async () => account,
      verifyPassword: async (_login: string, password: string) => (password === "correct horse" ? account : undefined),
    } as never,
    ...lockedAfterEight,
  });
  await failUntilLocked(provider, provider.browser());
  assert.equal((await provider.signIn(provider.browser())).status, 403);
  provider.passSeconds(900);
  const { accounts } = createAdmin(provider.context);
  assert.equal(await accounts.unlockAccount("y"), false);
  assert.equal(await accounts.unlockAccount("x"), true);
  assert.deepEqual(provider.events.at(-1), { type: "account.unlocked", accountId: "x" });
  assert.equal((await provider.signIn(provider.browser())).status, 303);
});

test(`${title}: who is signed in may change the password while strangers have locked the account, and not guess at it without end`, async () => {
  const provider = createLoginProvider(lockedAfterEight);
  const browser = provider.browser();
  await provider.signIn(browser);
  const change = async (password: string): Promise<Response> =>
    browser.submit(await readPage(await browser.get("/change-password")), {
      password,
      new_password: "another horse battery",
      new_password_repeated: "another horse battery",
    });
  for (let count = 0; count < 8; count += 1) {
    assert.equal((await change("wrong password")).status, 403);
    provider.passSeconds(900);
  }
  const before = provider.hashes();
  assert.equal((await change("correct horse")).status, 403);
  assert.equal(provider.hashes(), before);
  assert.equal((await provider.signIn(provider.browser())).status, 303);
  await createAdmin(provider.context).accounts.unlockAccount("alice-id");
  for (let count = 0; count < 8; count += 1) {
    await failTimes(provider, provider.browser(), 1);
    // Who is signed in goes on to be.
    await browser.get("/change-password");
    provider.passSeconds(900);
  }
  assert.equal((await change("correct horse")).status, 303);
});

test(`${title}: nothing is locked where throttling is turned off`, async () => {
  const provider = createLoginProvider({ throttling: { isEnabled: false, maxConsecutiveFailures: 1 } });
  await failTimes(provider, provider.browser(), 3);
  assert.equal((await provider.signIn(provider.browser())).status, 303);
});
