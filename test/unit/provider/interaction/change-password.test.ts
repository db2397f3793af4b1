import assert from "node:assert/strict";
import { test } from "node:test";
import { readPage } from "../../../fixtures/provider/login-browser.ts";
import { alice, bob, createLoginProvider } from "../../../fixtures/provider/login-provider.ts";

const title = "change password page";
const fields = {
  password: "correct horse",
  new_password: "a better password",
  new_password_repeated: "a better password",
};

async function open() {
  const provider = createLoginProvider({
    accounts: [{ ...alice, requiresPasswordChange: true }, bob],
    accountRules: { isBreachedPassword: (password: string) => password === "known to everybody" },
  });
  const browser = provider.browser();
  await provider.signIn(browser);
  const page = await readPage(await browser.get("/change-password"));
  return { provider, browser, page };
}

test(`${title}: the new password counts from then on, the cookie is another, and other sessions end`, async () => {
  const { provider, browser, page } = await open();
  const other = provider.browser();
  await provider.signIn(other);
  const before = browser.cookie("__Host-ti_session");
  provider.passSeconds(5);
  const response = await browser.submit(page, fields);
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "https://id.example.com/sessions");
  assert.notEqual(browser.cookie("__Host-ti_session"), before);
  const info = (await (await browser.get("/session")).json()) as { sid: string };
  assert.equal(info.sid, page.hidden["sid"]);
  assert.equal((await other.get("/session")).status, 401);
  assert.equal((await provider.signIn(provider.browser())).status, 403);
  assert.equal((await provider.signIn(provider.browser(), { password: "a better password" })).status, 303);
});

test(`${title}: all that was granted before is taken back, offline access too`, async () => {
  const { provider, browser, page } = await open();
  const { grants } = provider.context.store;
  const nowMs = provider.context.clock();
  const grant = {
    clientId: "app",
    isOffline: true,
    scope: [],
    details: {},
    createdAtMs: nowMs,
    expiresAtMs: nowMs * 2,
  };
  await grants.issue({ grant: { ...grant, id: "g1", accountId: "alice-id" }, tokens: [], nowMs });
  await grants.issue({ grant: { ...grant, id: "g2", accountId: "bob-id" }, tokens: [], nowMs });
  await browser.submit(page, fields);
  assert.equal((await grants.findGrant("g1"))?.revokeReason, "password_changed");
  assert.equal((await grants.findGrant("g2"))?.revokedAtMs, undefined);
});

for (const [name, change, status, text] of [
  ["a wrong current password", { password: "wrong password" }, 403, /current password is not right/],
  ["two that differ", { new_password_repeated: "another" }, 400, /differ/],
  ["a missing field", { new_password: "" }, 400, /fill in every field/],
  ["a short one", { new_password: "1234567", new_password_repeated: "1234567" }, 400, /too short/],
  ["a long one", { new_password: "x".repeat(1025), new_password_repeated: "x".repeat(1025) }, 400, /too long/],
  [
    "the old one",
    { new_password: "correct horse", new_password_repeated: "correct horse" },
    400,
    /differ from the current/,
  ],
  [
    "a known one",
    { new_password: "known to everybody", new_password_repeated: "known to everybody" },
    400,
    /tried first/,
  ],
  [
    "one's e-mail address",
    { new_password: "Alice@example.com", new_password_repeated: "Alice@example.com" },
    400,
    /tried first/,
  ],
] as const) {
  test(`${title}: ${name} is refused, and the old password stays`, async () => {
    const { provider, browser, page } = await open();
    const response = await browser.submit(page, { ...fields, ...change });
    assert.equal(response.status, status);
    assert.match(await response.text(), text);
    assert.equal((await provider.signIn(provider.browser())).status, 303);
    const json = await browser.submit(page, { ...fields, ...change }, { Accept: "application/json" });
    assert.equal(((await json.json()) as { error: string }).error, "invalid_request");
  });
}

test(`${title}: the current password can't be guessed without end`, async () => {
  const { browser, page } = await open();
  for (let count = 0; count < 5; count += 1)
    assert.equal((await browser.submit(page, { ...fields, password: `guess ${count}` })).status, 403);
  const response = await browser.submit(page, fields);
  assert.equal(response.status, 429);
  assert.equal(response.headers.get("retry-after"), "1");
});

test(`${title}: forms of others are refused without a hash`, async () => {
  const { provider, browser, page } = await open();
  const before = provider.hashes();
  assert.equal((await browser.submit(page, { ...fields, csrf_token: "x" })).status, 403);
  assert.equal(provider.hashes(), before);
});

test(`${title}: it needs somebody who is signed in`, async () => {
  const { provider, browser, page } = await open();
  const stranger = await provider.browser().get("/change-password?return_to=/device");
  assert.equal(stranger.headers.get("location"), "https://id.example.com/login?return_to=%2Fdevice");
  browser.setCookie("__Host-ti_session", "");
  const response = await browser.submit(page, fields);
  assert.equal(response.headers.get("location"), "https://id.example.com/login?return_to=%2Fsessions");
});

test(`${title}: in a request it leads back to it, with the time of the new login`, async () => {
  const { provider, browser } = await open();
  const interaction = await provider.begin(browser, { prompt: "change_password" });
  const page = await readPage(await browser.get(`/change-password?interaction=${interaction.id}`));
  provider.passSeconds(7);
  const response = await browser.submit(page, fields);
  const resume = `https://id.example.com/authorize/resume?interaction=${interaction.id}`;
  assert.equal(response.headers.get("location"), resume);
  assert.equal((await provider.look(browser, interaction)).authenticatedAtMs, Date.parse("2026-03-01T12:00:07Z"));
});

test(`${title}: a request that waits elsewhere, or has no session, is led there`, async () => {
  const { provider, browser } = await open();
  const { id } = await provider.begin(browser, { prompt: "consent" });
  const moved = await browser.get(`/change-password?interaction=${id}`);
  assert.equal(moved.headers.get("location"), `https://id.example.com/consent?interaction=${id}`);
  const waiting = await provider.begin(browser, { prompt: "change_password" });
  const page = await readPage(await browser.get(`/change-password?interaction=${waiting.id}`));
  const { updateInteraction } = await import("../../../../src/provider/interaction/interactions.ts");
  await updateInteraction(provider.context, waiting, { prompt: "login" });
  const posted = await browser.submit(page, fields);
  assert.equal(posted.headers.get("location"), `https://id.example.com/login?interaction=${waiting.id}`);
  browser.setCookie("__Host-ti_session", "");
  const without = await browser.get(`/change-password?interaction=${waiting.id}`);
  assert.equal(without.headers.get("location"), `https://id.example.com/authorize/resume?interaction=${waiting.id}`);
});

test(`${title}: accounts of the application may have no such function`, async () => {
  const account = { id: "x", displayName: "X", isActive: true, claims: {} };
  const provider = createLoginProvider({
    accounts: { find: async () => account, verifyPassword: async () => account } as never,
  });
  const browser = provider.browser();
  await provider.signIn(browser);
  assert.equal((await browser.get("/change-password")).status, 500);
});
