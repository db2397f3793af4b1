import assert from "node:assert/strict";
import { test } from "node:test";
import { readPage, type TestBrowser } from "../../../fixtures/provider/login-browser.ts";
import { createLoginProvider } from "../../../fixtures/provider/login-provider.ts";

const title = "sessions page";

async function open() {
  const provider = createLoginProvider();
  const [one, two, three] = [provider.browser(), provider.browser(), provider.browser()];
  for (const browser of [one, two]) await provider.signIn(browser);
  await provider.signIn(three, { login: "bob", password: "battery staple" });
  const page = await readPage(await one.get("/sessions"));
  const statuses = async (): Promise<readonly number[]> =>
    Promise.all([one, two, three].map(async (browser: TestBrowser) => (await browser.get("/session")).status));
  const all = await provider.context.store.sessions.list("alice-id", provider.context.clock());
  const other = all.find(({ sid }) => sid !== page.hidden["sid"])?.sid ?? "";
  return { provider, one, page, statuses, other };
}

test(`${title}: it lists one's own sessions`, async () => {
  const { page, other } = await open();
  assert.equal(page.status, 200);
  assert.match(page.html, /alice/);
  assert.equal(page.html.includes(`value="${other}"`), true);
});

test(`${title}: this device stands first, whichever has signed in last`, async () => {
  const { provider } = await open();
  for (let count = 0; count < 3; count++) {
    provider.passSeconds(60);
    const browser = provider.browser();
    await provider.signIn(browser);
    const { html } = await readPage(await browser.get("/sessions"));
    assert.deepEqual(
      [...html.matchAll(/<li class="session">.*?<\/li>/gs)].map(([item]) => item.includes("This device")),
      [true, ...new Array<boolean>(count + 2).fill(false)],
    );
  }
});

test(`${title}: one session of one's own can be ended`, async () => {
  const { one, page, other, statuses } = await open();
  const response = await one.submit(page, { end: other });
  assert.equal(response.headers.get("location"), "https://id.example.com/sessions");
  assert.deepEqual(await statuses(), [200, 401, 200]);
});

test(`${title}: all others can be ended`, async () => {
  const { one, page, statuses } = await open();
  await one.submit(page, { end: "others" });
  assert.deepEqual(await statuses(), [200, 401, 200]);
});

for (const [name, end] of [
  ["all", () => "all"],
  ["the own one", (sid: string) => sid],
] as const) {
  test(`${title}: ending ${name} clears the cookie with the same attributes (RFC 6265)`, async () => {
    const { one, page, statuses } = await open();
    const response = await one.submit(page, { end: end(page.hidden["sid"] ?? "") });
    assert.equal(response.headers.get("location"), "https://id.example.com/login?return_to=%2Fsessions");
    assert.deepEqual(response.headers.getSetCookie(), [
      "__Host-ti_session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax",
    ]);
    assert.equal(one.cookie("__Host-ti_session"), undefined);
    assert.equal((await statuses())[0], 401);
  });
}

test(`${title}: a session of somebody else can't be ended`, async () => {
  const { provider, one, page, statuses } = await open();
  const [bobs] = await provider.context.store.sessions.list("bob-id", provider.context.clock());
  await one.submit(page, { end: bobs?.sid ?? "" });
  assert.deepEqual(await statuses(), [200, 200, 200]);
});

test(`${title}: it refuses forms of others, forms of another session, and forms that say nothing`, async () => {
  const { provider, one, page, statuses } = await open();
  assert.equal((await one.submit(page, { end: "all", csrf_token: "x" })).status, 403);
  assert.equal((await one.submit(page, { end: "all" }, { Origin: "https://evil.example" })).status, 403);
  assert.equal((await one.submit(page, { end: "all", sid: "other" })).status, 403);
  assert.equal((await one.submit(page, {})).status, 400);
  one.setCookie("__Host-ti_session", "");
  await provider.signIn(one);
  const outdated = await one.submit(page, { end: "all" });
  assert.equal(outdated.headers.get("location"), "https://id.example.com/sessions");
  assert.deepEqual(await statuses(), [200, 200, 200]);
});

test(`${title}: nobody is sent to the login page, and back`, async () => {
  const provider = createLoginProvider();
  const response = await provider.browser().get("/sessions");
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "https://id.example.com/login?return_to=%2Fsessions");
});
