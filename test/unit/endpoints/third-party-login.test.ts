import assert from "node:assert/strict";
import { test } from "node:test";
import { readThirdPartyLogin } from "../../../src/endpoints/third-party-login.ts";

const issuers = ["https://id.example.com", "https://other.example.com"];
const targetLinkUris = ["https://app.example.com/orders", "https://shop.example.com/", "http://localhost:3000/"];
const initiate = "https://app.example.com/initiate";

function url(parameters: Readonly<Record<string, string>>): string {
  return `${initiate}?${new URLSearchParams({ iss: "https://id.example.com", ...parameters })}`;
}

const full = { login_hint: "ada@example.com", target_link_uri: "https://app.example.com/orders/5?x=1#top" };
const form: RequestInit = {
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URL(url(full)).search.slice(1),
};

for (const [title, request] of [
  ["a GET request", () => new Request(url(full))],
  ["a form post", () => new Request(initiate, form)],
  ["a URL", () => new URL(url(full))],
  ["a URL as text", () => url(full)],
  ["path and query, as Node servers give them", () => url(full).replace("https://app.example.com", "")],
  ["parameters", () => new URL(url(full)).searchParams],
] as const) {
  test(`readThirdPartyLogin: reads ${title} (OpenID Connect Core §4)`, async () => {
    const login = await readThirdPartyLogin(request(), { issuers, targetLinkUris });
    assert.deepEqual(login, {
      issuer: "https://id.example.com",
      parameters: { login_hint: "ada@example.com" },
      targetLinkUri: "https://app.example.com/orders/5?x=1#top",
    });
    assert.ok(Object.isFrozen(login));
  });
}

test("readThirdPartyLogin: hint and target may be missing; unknown parameters are ignored (OpenID Connect Core §4)", async () => {
  const login = await readThirdPartyLogin(url({ scope: "admin", redirect_uri: "https://evil.example" }), { issuers });
  assert.deepEqual(login, { issuer: "https://id.example.com", parameters: {}, targetLinkUri: undefined });
});

test("readThirdPartyLogin: without allowed pages no target is given", async () => {
  const { targetLinkUri } = await readThirdPartyLogin(url(full), { issuers });
  assert.equal(targetLinkUri, undefined);
  const none = readThirdPartyLogin(url(full), { issuers, targetLinkUris: [] });
  await assert.rejects(none, { code: "ERR_VERIFICATION_TARGET_LINK" });
});

for (const target of [
  "https://app.example.com/orders",
  "https://app.example.com/orders/",
  "https://app.example.com/orders?x=1",
  "https://shop.example.com/a/b",
  "https://shop.example.com",
  "http://localhost:3000/x",
]) {
  test(`readThirdPartyLogin: allows ${target}`, async () => {
    const login = await readThirdPartyLogin(url({ target_link_uri: target }), { issuers, targetLinkUris });
    assert.equal(login.targetLinkUri, new URL(target).href);
  });
}

for (const target of [
  "https://evil.example/",
  "https://app.example.com/",
  "https://app.example.com/ordersecret",
  "https://app.example.com/orders/../admin",
  "https://app.example.com/orders/%2e%2e/admin",
  "https://app.example.com/orders\\..\\..\\admin",
  "http://app.example.com/orders",
  "https://app.example.com:8443/orders",
  "https://app.example.com.evil.example/orders",
  "https://app.example.com@evil.example/orders",
  "https://user:password@shop.example.com/",
  "https://user@shop.example.com/",
  "https://:password@shop.example.com/",
  "javascript:alert(1)",
  "data:text/html,x",
]) {
  test(`readThirdPartyLogin: sends nobody to ${target} (open redirect, OpenID Connect Core §4)`, async () => {
    const call = readThirdPartyLogin(url({ target_link_uri: target }), { issuers, targetLinkUris });
    await assert.rejects(call, (error: Error & { readonly code?: string }) => {
      assert.ok(
        ["ERR_VERIFICATION_TARGET_LINK", "ERR_VALIDATION_RECEIVED_REQUEST"].includes(error.code ?? ""),
        error.code,
      );
      return true;
    });
  });
}

for (const iss of ["https://evil.example", "https://id.example.com/", "https://ID.example.com"]) {
  test(`readThirdPartyLogin: starts no login at ${iss}`, async () => {
    await assert.rejects(readThirdPartyLogin(url({ iss }), { issuers }), {
      code: "ERR_VERIFICATION_ISSUER",
      parameter: "iss",
    });
  });
}

test("readThirdPartyLogin: refuses broken and repeated parameters", async () => {
  await assert.rejects(readThirdPartyLogin(initiate, { issuers }), { code: "ERR_VALIDATION_RECEIVED_REQUEST" });
  await assert.rejects(readThirdPartyLogin(url({ target_link_uri: "no uri" }), { issuers }), {
    code: "ERR_VALIDATION_RECEIVED_REQUEST",
  });
  await assert.rejects(readThirdPartyLogin(`${url({})}&iss=https://evil.example`, { issuers }), {
    code: "ERR_VERIFICATION_PARAMETER_REPEATED",
  });
});

for (const [title, request] of [
  ["a number", () => JSON.parse("5")],
  ["nothing", () => JSON.parse("null")],
  ["text that is no URL", () => "http://["],
  ["a JSON post", () => new Request(initiate, { method: "POST", body: "{}" })],
  ["a form that is too large", () => new Request(initiate, { ...form, body: "a".repeat(65_537) })],
  ["a PUT", () => new Request(initiate, { ...form, method: "PUT" })],
] as const) {
  test(`readThirdPartyLogin: refuses ${title}`, async () => {
    await assert.rejects(readThirdPartyLogin(request(), { issuers }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "request",
    });
  });
}

for (const entry of [
  "/orders",
  "http://app.example.com/",
  "https://app.example.com/?x=1",
  "https://app.example.com/#x",
]) {
  test(`readThirdPartyLogin: refuses ${entry} as an allowed page`, async () => {
    await assert.rejects(readThirdPartyLogin(url(full), { issuers, targetLinkUris: [entry] }), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "targetLinkUris",
    });
  });
}

for (const [parameter, options] of [
  ["issuers", { issuers: "https://id.example.com.evil.example" }],
  ["issuers", {}],
  ["targetLinkUris", { issuers, targetLinkUris: "https://app.example.com/" }],
] as const) {
  test(`readThirdPartyLogin: refuses ${JSON.stringify(options)}, of which every part would be allowed`, async () => {
    const call = async (): Promise<unknown> =>
      Reflect.apply(readThirdPartyLogin, undefined, [url({ iss: "https://id.example.com" }), options]);
    await assert.rejects(call(), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}
