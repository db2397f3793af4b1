import assert from "node:assert/strict";
import { test } from "node:test";
import { readPage } from "../../../fixtures/provider/login-browser.ts";
import { createLoginProvider } from "../../../fixtures/provider/login-provider.ts";

const title = "consent page";

async function open(request = {}) {
  const provider = createLoginProvider({ scopes: ["openid", "email", "orders:<x>"] });
  const browser = provider.browser();
  await provider.signIn(browser);
  const interaction = await provider.begin(browser, { prompt: "consent", request });
  const response = await browser.get(`/consent?interaction=${interaction.id}`);
  const resume = `https://id.example.com/authorize/resume?interaction=${interaction.id}`;
  return { provider, browser, interaction, resume, response, page: await readPage(response) };
}

test(`${title}: it shows who asks whom for what, escaped`, async () => {
  const authorization_details = [{ type: "payment", amount: "<5>", actions: ["read"] }];
  const { page, response } = await open({ scope: "openid orders:<x>", authorization_details });
  assert.equal(response.status, 200);
  assert.match(page.html, /The &lt;App&gt;/);
  assert.match(page.html, /alice/);
  assert.match(page.html, /orders:&lt;x&gt;/);
  assert.match(page.html, /amount: &lt;5&gt;/);
  assert.match(page.html, /actions: \[&quot;read&quot;\]/);
  assert.match(response.headers.get("content-security-policy") ?? "", /form-action [^;]*https:\/\/app\.example\.com/);
});

test(`${title}: it shows the claims that are asked for one by one, and every line of a detail`, async () => {
  const members = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`note-${index}`, "harmless"]));
  const { page } = await open({
    scope: "openid",
    claims: { userinfo: { phone_number: null, sub: null }, id_token: { "birthdate<": { essential: true } } },
    authorization_details: [{ type: "payment", ...members, amount: 5000 }],
  });
  assert.match(page.html, /phone_number/);
  assert.match(page.html, /birthdate&lt;/);
  assert.match(page.html, /amount: 5000/);
});

for (const [decision, consented] of [
  ["allow", true],
  ["deny", false],
] as const) {
  test(`${title}: ${decision} is written down with the session that said it, and leads back to the request`, async () => {
    const { provider, browser, interaction, resume, page } = await open();
    const response = await browser.submit(page, { decision });
    assert.equal(response.status, 303);
    assert.equal(response.headers.get("location"), resume);
    const after = await provider.look(browser, interaction);
    assert.equal(after.consented, consented);
    assert.equal(after.consentedSid, page.hidden["sid"]);
  });
}

for (const [name, change, headers] of [
  ["without a token", { csrf_token: "" }, {}],
  ["for another session", { sid: "somebody" }, {}],
  ["from a foreign origin", {}, { Origin: "https://evil.example" }],
] as const) {
  test(`${title}: a decision ${name} is refused with 403 (RFC 9700 §4.7)`, async () => {
    const { provider, browser, interaction, page } = await open();
    assert.equal((await browser.submit(page, { decision: "allow", ...change }, headers)).status, 403);
    assert.equal((await provider.look(browser, interaction)).consented, undefined);
  });
}

test(`${title}: what is neither yes nor no is refused`, async () => {
  const { browser, page } = await open();
  assert.equal((await browser.submit(page, { decision: "maybe" })).status, 400);
  assert.equal((await browser.submit(page, {})).status, 400);
});

test(`${title}: who has signed in since as somebody else has not been asked`, async () => {
  const { provider, browser, interaction, resume, page } = await open();
  browser.setCookie("__Host-ti_session", "");
  await provider.signIn(browser, { login: "bob", password: "battery staple" });
  const response = await browser.submit(page, { decision: "allow" });
  assert.equal(response.headers.get("location"), resume);
  assert.equal((await provider.look(browser, interaction)).consented, undefined);
});

test(`${title}: without a session the request decides what comes next`, async () => {
  const { browser, interaction, resume, page } = await open();
  browser.setCookie("__Host-ti_session", "");
  assert.equal((await browser.get(`/consent?interaction=${interaction.id}`)).headers.get("location"), resume);
  assert.equal((await browser.submit(page, { decision: "allow" })).headers.get("location"), resume);
});

test(`${title}: it needs an interaction that waits for it`, async () => {
  const { provider, browser } = await open();
  assert.equal((await browser.get("/consent")).status, 400);
  const { id } = await provider.begin(browser, { prompt: "login" });
  const response = await browser.get(`/consent?interaction=${id}`);
  assert.equal(response.headers.get("location"), `https://id.example.com/login?interaction=${id}`);
});

test(`${title}: a form of a page that the request has left leads to where it waits`, async () => {
  const { provider, browser, interaction, page } = await open();
  const { updateInteraction } = await import("../../../../src/provider/interaction/interactions.ts");
  await updateInteraction(provider.context, interaction, { prompt: "login" });
  const response = await browser.submit(page, { decision: "allow" });
  assert.equal(response.headers.get("location"), `https://id.example.com/login?interaction=${interaction.id}`);
});
