import assert from "node:assert/strict";
import { test } from "node:test";
import { readPage, type TestBrowser } from "../../../fixtures/provider/login-browser.ts";
import { alice, createLoginProvider } from "../../../fixtures/provider/login-provider.ts";

const title = "whole login";
const request = new URLSearchParams({
  response_type: "code",
  client_id: "app",
  redirect_uri: "https://app.example.com/cb",
  scope: "openid email",
  state: "s-1",
  nonce: "n-1",
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  code_challenge_method: "S256",
});

/** Follows redirects within the provider. */
async function follow(browser: TestBrowser, first: Response): Promise<Response> {
  let response = first;
  for (let count = 0; count < 10; count += 1) {
    const location = response.headers.get("location");
    if (!location?.startsWith("https://id.example.com/")) return response;
    response = await browser.get(location);
  }
  throw new Error("The redirects never end.");
}

async function authorize(browser: TestBrowser, more: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams([...request, ...Object.entries(more)]);
  return follow(browser, await browser.get(`/authorize?${query}`));
}

function callback(response: Response): URLSearchParams {
  const location = response.headers.get("location") ?? "";
  assert.ok(location.startsWith("https://app.example.com/cb?"), `${response.status} ${location}`);
  return new URL(location).searchParams;
}

async function logIn(browser: TestBrowser, response: Response, name = "alice", password = "correct horse") {
  const page = await readPage(response);
  assert.equal(page.action, "https://id.example.com/login");
  return follow(browser, await browser.submit(page, { login: name, password }));
}

async function decide(browser: TestBrowser, response: Response, decision: string) {
  const page = await readPage(response);
  assert.equal(page.action, "https://id.example.com/consent");
  return follow(browser, await browser.submit(page, { decision }));
}

test(`${title}: login, consent, and the code with the state of the request (RFC 6749 §4.1.1)`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const answer = callback(await decide(browser, await logIn(browser, await authorize(browser)), "allow"));
  assert.equal(answer.get("state"), "s-1");
  assert.equal(answer.get("iss"), "https://id.example.com");
  assert.match(answer.get("code") ?? "", /^[\w-]{43}$/);
  assert.match(callback(await authorize(browser)).get("code") ?? "", /./);
});

test(`${title}: who goes away or says no denies the request (RFC 6749 §4.1.2.1)`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const page = await readPage(await authorize(browser));
  const canceled = callback(await follow(browser, await browser.submit(page, { cancel: "true" })));
  assert.deepEqual([canceled.get("error"), canceled.get("state")], ["access_denied", "s-1"]);
  const denied = callback(await decide(browser, await logIn(browser, await authorize(browser)), "deny"));
  assert.deepEqual([denied.get("error"), denied.get("code")], ["access_denied", null]);
});

test(`${title}: prompt=login asks again, once, and select_account lets another person in`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  await decide(browser, await logIn(browser, await authorize(browser)), "allow");
  provider.passSeconds(5);
  const again = await logIn(browser, await authorize(browser, { prompt: "login" }));
  assert.match(callback(again).get("code") ?? "", /./);
  const page = await readPage(await authorize(browser, { prompt: "select_account" }));
  assert.equal(page.action, "https://id.example.com/select-account");
  const login = await follow(browser, await browser.submit(page, { account: "other" }));
  const answer = await decide(browser, await logIn(browser, login, "bob", "battery staple"), "allow");
  assert.match(callback(answer).get("code") ?? "", /./);
});

test(`${title}: a temporary password is replaced before the code`, async () => {
  const provider = createLoginProvider({ accounts: [{ ...alice, requiresPasswordChange: true }] });
  const browser = provider.browser();
  const page = await readPage(await logIn(browser, await authorize(browser)));
  assert.equal(page.action, "https://id.example.com/change-password");
  const fields = { password: "correct horse", new_password: "a better one", new_password_repeated: "a better one" };
  const answer = await decide(browser, await follow(browser, await browser.submit(page, fields)), "allow");
  assert.match(callback(answer).get("code") ?? "", /./);
});

test(`${title}: two tabs for two requests: a login in one lets the other go on, each with its own state`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const one = await authorize(browser, {});
  const two = await browser.get(`/authorize?${request.toString().replace("s-1", "s-2")}`);
  provider.passSeconds(1);
  const first = callback(await decide(browser, await logIn(browser, one), "allow"));
  const second = callback(await follow(browser, two));
  assert.deepEqual([first.get("state"), second.get("state")], ["s-1", "s-2"]);
});

test(`${title}: the back button after the code says that it is over, and gives none`, async () => {
  const provider = createLoginProvider();
  const browser = provider.browser();
  const consent = await logIn(browser, await authorize(browser));
  const page = await readPage(consent);
  callback(await follow(browser, await browser.submit(page, { decision: "allow" })));
  const again = await browser.submit(page, { decision: "allow" });
  assert.equal(again.status, 400);
  assert.match(await again.text(), /dealt with already/);
});
