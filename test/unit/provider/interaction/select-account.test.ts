import assert from "node:assert/strict";
import { test } from "node:test";
import { readPage } from "../../../fixtures/provider/login-browser.ts";
import { createLoginProvider } from "../../../fixtures/provider/login-provider.ts";

const title = "select account page";

async function open() {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await provider.signIn(browser);
  const interaction = await provider.begin(browser, { prompt: "select_account" });
  const page = await readPage(await browser.get(`/select-account?interaction=${interaction.id}`));
  return { provider, browser, interaction, page };
}

test(`${title}: who goes on with the current account goes back to the request`, async () => {
  const { provider, browser, interaction, page } = await open();
  assert.match(page.html, /alice/);
  const response = await browser.submit(page, { account: "current" });
  assert.equal(
    response.headers.get("location"),
    `https://id.example.com/authorize/resume?interaction=${interaction.id}`,
  );
  assert.equal((await provider.look(browser, interaction)).isAccountSelected, true);
});

test(`${title}: who wants another account is shown the login page, and the session of the first ends with the login`, async () => {
  const { provider, browser, interaction, page } = await open();
  const response = await browser.submit(page, { account: "other" });
  const url = `https://id.example.com/login?interaction=${interaction.id}`;
  assert.equal(response.headers.get("location"), url);
  const login = await readPage(await browser.get(url));
  assert.equal(login.status, 200);
  await browser.submit(login, { login: "bob", password: "battery staple" });
  assert.equal((await provider.context.store.sessions.list("alice-id", 0)).length, 0);
  assert.equal((await provider.context.store.sessions.list("bob-id", 0)).length, 1);
});

test(`${title}: it refuses what is no choice, and forms of others`, async () => {
  const { browser, page } = await open();
  assert.equal((await browser.submit(page, { account: "bob" })).status, 400);
  assert.equal((await browser.submit(page, { account: "current", csrf_token: "x" })).status, 403);
});

test(`${title}: without a session, or in another one, the request decides what comes next`, async () => {
  const { provider, browser, interaction, page } = await open();
  const resume = `https://id.example.com/authorize/resume?interaction=${interaction.id}`;
  browser.setCookie("__Host-ti_session", "");
  assert.equal((await browser.get(`/select-account?interaction=${interaction.id}`)).headers.get("location"), resume);
  assert.equal((await browser.submit(page, { account: "current" })).headers.get("location"), resume);
  const { id } = await provider.begin(browser);
  assert.equal(
    (await browser.get(`/select-account?interaction=${id}`)).headers.get("location"),
    `https://id.example.com/login?interaction=${id}`,
  );
});

test(`${title}: a form whose request waits elsewhere leads there`, async () => {
  const { provider, browser, interaction, page } = await open();
  const { updateInteraction } = await import("../../../../src/provider/interaction/interactions.ts");
  await updateInteraction(provider.context, interaction, { prompt: "consent" });
  const response = await browser.submit(page, { account: "current" });
  assert.equal(response.headers.get("location"), `https://id.example.com/consent?interaction=${interaction.id}`);
});

test(`${title}: who has signed in since as somebody else has not been asked`, async () => {
  const { provider, browser, interaction, page } = await open();
  browser.setCookie("__Host-ti_session", "");
  await provider.signIn(browser, { login: "bob", password: "battery staple" });
  await browser.submit(page, { account: "current" });
  assert.equal((await provider.look(browser, interaction)).isAccountSelected, undefined);
});
