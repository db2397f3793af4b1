import assert from "node:assert/strict";
import { test } from "node:test";
import { type GrantsBrowser, openBrowser } from "../../../fixtures/provider/grants-browser.ts";
import {
  createGrantsProvider,
  createGrantsStore,
  type GrantsProvider,
} from "../../../fixtures/provider/grants-provider.ts";

async function begin(made: GrantsProvider): Promise<{ readonly deviceCode: string; readonly userCode: string }> {
  const form = { client_id: "tv", scope: "openid api:read" };
  const { body } = await made.post({ path: "/device_authorization", form, headers: {} });
  return { deviceCode: String(body.device_code), userCode: String(body.user_code) };
}

async function poll(made: GrantsProvider, deviceCode: string): Promise<unknown> {
  const form = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", client_id: "tv", device_code: deviceCode };
  const { status, body } = await made.post({ form, headers: {} });
  return status === 200 ? "tokens" : body.error;
}

test("device page: a code that is typed, a question, a yes (RFC 8628 §3.3)", async () => {
  const made = createGrantsProvider();
  const { deviceCode, userCode } = await begin(made);
  const browser = await openBrowser(made, "alice");
  const entry = await browser.get("/device");
  assert.equal(entry.status, 200);
  assert.equal(entry.headers.get("cache-control"), "no-store");
  const question = await browser.submit({ user_code: userCode.toLowerCase().replace("-", " ") });
  assert.equal(question.status, 200);
  for (const shown of [userCode, "The TV", "api:read", "Alice"]) assert.ok(question.text.includes(shown), shown);
  assert.equal(await poll(made, deviceCode), "authorization_pending");
  assert.equal((await browser.submit({ decision: "allow" })).status, 200);
  assert.equal(await poll(made, deviceCode), "tokens");
  const [event] = made.events.filter(({ type }) => type === "authorization.granted");
  assert.deepEqual(event, {
    type: "authorization.granted",
    clientId: "tv",
    accountId: "alice",
    sid: "sid-alice",
    endpoint: "/device",
  });
});

test("device page: the link with the code leads to the question, and to nothing more (RFC 8628 §3.3.1)", async () => {
  const made = createGrantsProvider();
  const { deviceCode, userCode } = await begin(made);
  const browser = await openBrowser(made, "alice");
  const question = await browser.get(`/device?user_code=${userCode}`);
  assert.ok(question.text.includes(userCode));
  assert.equal(await poll(made, deviceCode), "authorization_pending");
});

test("device page: a no ends it (RFC 8628 §3.5)", async () => {
  const made = createGrantsProvider();
  const { deviceCode, userCode } = await begin(made);
  const browser = await openBrowser(made, "alice");
  await browser.get(`/device?user_code=${userCode}`);
  assert.equal((await browser.submit({ decision: "deny" })).status, 200);
  assert.equal(await poll(made, deviceCode), "access_denied");
  assert.equal(made.events.filter(({ type }) => type === "authorization.denied").length, 1);
});

test("device page: who has a temporary password replaces it first, and allows nothing before", async () => {
  const made = createGrantsProvider();
  const { deviceCode, userCode } = await begin(made);
  const browser = await openBrowser(made, "alice");
  await browser.get(`/device?user_code=${userCode}`);
  const alice = { id: "alice", displayName: "Alice", isActive: true, claims: {} };
  made.accounts.set("alice", { ...alice, requiresPasswordChange: true });
  const answers = [await browser.submit({ decision: "allow" }), await browser.get(`/device?user_code=${userCode}`)];
  for (const { status, headers } of answers) {
    const location = new URL(String(headers.get("location")));
    const back = location.searchParams.get("return_to");
    assert.deepEqual([status, location.pathname, back], [303, "/change-password", `/device?user_code=${userCode}`]);
  }
  assert.equal(await poll(made, deviceCode), "authorization_pending");
});

for (const [title, path, back] of [
  ["the page", "/device", "/device"],
  ["the page with a code", "/device?user_code=bcdf-ghjk", "/device?user_code=BCDF-GHJK"],
  ["nothing else that the URL says", "/device?user_code=//evil.example", "/device"],
] as const) {
  test(`device page: who is not signed in goes to the login, and comes back to ${title}`, async () => {
    const made = createGrantsProvider();
    const { status, headers } = await (await openBrowser(made)).get(path);
    const location = new URL(String(headers.get("location")));
    assert.deepEqual([status, location.pathname, location.searchParams.get("return_to")], [303, "/login", back]);
  });
}

test("device page: who is not signed in any more goes to the login instead of deciding", async () => {
  const made = createGrantsProvider();
  const { deviceCode, userCode } = await begin(made);
  const answer = await (await openBrowser(made)).submit({ user_code: userCode, decision: "allow" });
  assert.equal(answer.status, 303);
  assert.equal(await poll(made, deviceCode), "authorization_pending");
});

for (const [title, userCode] of [
  ["an unknown code", "BCDF-GHJK"],
  ["no code", ""],
  ["what can be no code", "<script>"],
] as const) {
  test(`device page: ${title} is asked for again`, async () => {
    const made = createGrantsProvider();
    const browser = await openBrowser(made, "alice");
    await browser.get("/device");
    assert.equal((await browser.submit({ user_code: userCode })).status, 400);
  });
}

for (const [title, change] of [
  ["has expired", (made: GrantsProvider) => made.advance(600)],
  ["was decided on in another tab", decideElsewhere],
] as const) {
  test(`device page: a request that ${title} can't be allowed`, async () => {
    const made = createGrantsProvider();
    const { deviceCode, userCode } = await begin(made);
    const browser = await openBrowser(made, "alice");
    await browser.get(`/device?user_code=${userCode}`);
    await change(made, userCode);
    assert.equal((await browser.submit({ decision: "allow" })).status, 400);
    assert.notEqual(await poll(made, deviceCode), "tokens");
  });
}

async function decideElsewhere(made: GrantsProvider, userCode: string): Promise<void> {
  const browser = await openBrowser(made, "bob");
  await browser.get(`/device?user_code=${userCode}`);
  await browser.submit({ decision: "deny" });
}

test("device page: two answers at the same moment, and one of them counts", async () => {
  const made = createGrantsProvider();
  const { userCode } = await begin(made);
  const browsers = await Promise.all(["alice", "bob"].map((name) => openBrowser(made, name)));
  for (const browser of browsers) await browser.get(`/device?user_code=${userCode}`);
  const answers = await Promise.all(browsers.map((browser) => browser.submit({ decision: "allow" })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400]);
});

for (const [title, post] of [
  ["without its token", (browser) => browser.submit({ csrf_token: "", decision: "allow" })],
  ["with the token of the other form", confuse],
  ["from another site", (browser) => browser.submit({ decision: "allow" }, { origin: "https://evil.example" })],
] as const satisfies readonly (readonly [string, (browser: GrantsBrowser, userCode: string) => unknown])[]) {
  test(`device page: refuses a form ${title} (RFC 9700 §4.7)`, async () => {
    const made = createGrantsProvider();
    const { deviceCode, userCode } = await begin(made);
    const browser = await openBrowser(made, "alice");
    await browser.get(`/device?user_code=${userCode}`);
    const answer = await post(browser, userCode);
    assert.equal(answer.status, 403);
    assert.equal(await poll(made, deviceCode), "authorization_pending");
  });
}

test("device page: refuses the form for the code without its token (RFC 9700 §4.7)", async () => {
  const made = createGrantsProvider();
  const { userCode } = await begin(made);
  const browser = await openBrowser(made, "alice");
  await browser.get("/device");
  assert.equal((await browser.submit({ csrf_token: "", user_code: userCode })).status, 403);
});

async function confuse(browser: GrantsBrowser, userCode: string): ReturnType<GrantsBrowser["submit"]> {
  await browser.get("/device");
  return browser.submit({ user_code: userCode, decision: "allow" });
}

test("device page: the question of one person can't be answered by another one", async () => {
  const made = createGrantsProvider();
  const { deviceCode, userCode } = await begin(made);
  const [alice, bob] = [await openBrowser(made, "alice"), await openBrowser(made, "bob")];
  await alice.get(`/device?user_code=${userCode}`);
  const { csrf_token: token = "" } = alice.hidden();
  await bob.get(`/device?user_code=${userCode}`);
  assert.equal((await bob.submit({ csrf_token: token, decision: "allow" })).status, 403);
  assert.equal(await poll(made, deviceCode), "authorization_pending");
});

test("device page: a decision is one of two", async () => {
  const made = createGrantsProvider();
  const { userCode } = await begin(made);
  const browser = await openBrowser(made, "alice");
  await browser.get(`/device?user_code=${userCode}`);
  assert.equal((await browser.submit({ decision: "perhaps" })).status, 400);
});

test("device page: a client that was disabled meanwhile is not asked about", async () => {
  const store = createGrantsStore();
  const made = createGrantsProvider({ store });
  const metadata = {
    grant_types: ["urn:ietf:params:oauth:grant-type:device_code"],
    token_endpoint_auth_method: "none",
  };
  const client = { clientId: "stored", metadata, secrets: [], createdAtMs: 1, version: 1 };
  await store.clients.put(client);
  const form = { client_id: "stored", scope: "openid" };
  const { body } = await made.post({ path: "/device_authorization", form, headers: {} });
  await store.clients.update({ ...client, disabledAtMs: 2, version: 2 });
  const browser = await openBrowser(made, "alice");
  assert.equal((await browser.get(`/device?user_code=${String(body.user_code)}`)).status, 400);
});

test("device page: whoever guesses is slowed down, by account and by address (RFC 8628 §5.1)", async () => {
  const made = createGrantsProvider();
  const { userCode } = await begin(made);
  const guesser = await openBrowser(made, "alice");
  const statuses: number[] = [];
  for (let guess = 0; guess < 12; guess += 1) statuses.push((await guesser.get("/device?user_code=BCDF-GHJK")).status);
  assert.equal(statuses[0], 400);
  assert.equal(statuses.at(-1), 429);
  const sameAddress = await openBrowser(made, "bob");
  assert.equal((await sameAddress.get(`/device?user_code=${userCode}`)).status, 429);
  const sameAccount = await openBrowser(made, "alice", "198.51.100.7");
  assert.equal((await sameAccount.get(`/device?user_code=${userCode}`)).status, 429);
  const other = await openBrowser(made, "bob", "198.51.100.7");
  assert.equal((await other.get(`/device?user_code=${userCode}`)).status, 200);
  made.advance(400);
  assert.equal((await guesser.get(`/device?user_code=${userCode}`)).status, 200);
});
