import assert from "node:assert/strict";
import { test } from "node:test";
import { choosePageLanguage, renderPage } from "../../../../src/provider/pages/render.ts";
import { createPagesContext, requestPage } from "../../../fixtures/provider/pages-context.ts";
import { samples } from "../../../fixtures/provider/pages-samples.ts";

const nonceOf = (policy: string | null): string => /'nonce-([\w-]+)'/.exec(policy ?? "")?.[1] ?? "";

test("render: a page comes with every header field that protects it (RFC 9700 §4.16)", async () => {
  const response = await renderPage(createPagesContext(), requestPage(), "login", samples.login);
  const { "content-security-policy": policy = "", ...headers } = Object.fromEntries(response.headers);
  assert.equal(response.status, 200);
  assert.deepEqual(headers, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-language": "en",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
  const nonce = nonceOf(policy);
  assert.equal(
    policy,
    `default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https://print.example.com; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src 'self' data:`,
  );
  const html = await response.text();
  assert.deepEqual(
    [...html.matchAll(/<(?:style|script)[^>]*>/g)].map(([tag]) => tag),
    [`<style nonce="${nonce}">`, `<script nonce="${nonce}">`],
  );
});

test("render: each answer has a nonce of its own, of 128 bits", async () => {
  const context = createPagesContext();
  const nonces = await Promise.all(
    [1, 2].map(async () =>
      nonceOf(
        (await renderPage(context, requestPage(), "login", samples.login)).headers.get("content-security-policy"),
      ),
    ),
  );
  assert.equal(new Set(nonces).size, 2);
  assert.ok(nonces.every((nonce) => nonce.length === 22));
});

test("render: Strict-Transport-Security is for https alone (RFC 6797 §7.2)", async () => {
  const context = createPagesContext({}, "http://127.0.0.1:8080");
  const response = await renderPage(context, requestPage(), "login", samples.login);
  assert.equal(response.headers.get("strict-transport-security"), null);
});

test("render: status, cookies and further fields are the endpoint's, and change none of the protecting ones", async () => {
  const response = await renderPage(createPagesContext(), requestPage(), "login", samples.login, {
    status: 429,
    cookies: ["a=1; HttpOnly", "b=2; HttpOnly"],
    headers: { "Retry-After": "30", "X-Frame-Options": "SAMEORIGIN" },
  });
  assert.equal(response.status, 429);
  assert.deepEqual(response.headers.getSetCookie(), ["a=1; HttpOnly", "b=2; HttpOnly"]);
  assert.deepEqual([response.headers.get("retry-after"), response.headers.get("x-frame-options")], ["30", "DENY"]);
});

test("render: forms may lead to redirect URIs of every kind, by origin or scheme (Content Security Policy Level 3)", async () => {
  const formAction = async (uri: string): Promise<string> => {
    const options = { formAction: [uri] };
    const response = await renderPage(
      createPagesContext(),
      requestPage(),
      "changePassword",
      samples.changePassword,
      options,
    );
    return /form-action ([^;]*)/.exec(response.headers.get("content-security-policy") ?? "")?.[1] ?? "";
  };
  const cases = [
    ["https://app.example.com/callback?x=1", "'self' https://app.example.com"],
    ["https://app.example.com:8443/callback", "'self' https://app.example.com:8443"],
    ["http://127.0.0.1:7777/callback", "'self' http://127.0.0.1:7777"],
    ["http://[::1]:7777/callback", "'self' http:"],
    ["http://[2001:db8::1]/callback", "'self'"],
    ["com.example.app:/callback", "'self' com.example.app:"],
    ["javascript:alert(1)", "'self'"],
    ["data:text/html,x", "'self'"],
    ["not a URL; script-src *", "'self'"],
    ["https://a;b.example.com/", "'self'"],
  ] as const;
  for (const [uri, want] of cases) assert.equal(await formAction(uri), want, uri);
});

test("render: a page that posts to the client may do so", async () => {
  const response = await renderPage(createPagesContext(), requestPage(), "formPost", samples.formPost);
  assert.match(
    response.headers.get("content-security-policy") ?? "",
    /form-action 'self' https:\/\/print\.example\.com;/,
  );
  assert.match(await response.text(), /<noscript><div class="actions"><button/);
});

test("render: further origins are admitted where the configuration names them", async () => {
  const sources = {
    "img-src": ["https://cdn.example.com"],
    "form-action": ["https://app.example.com"],
    "font-src": ["https://cdn.example.com"],
  };
  const response = await renderPage(
    createPagesContext({ sources }),
    requestPage(),
    "changePassword",
    samples.changePassword,
  );
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /form-action 'self' https:\/\/app\.example\.com;/);
  assert.match(policy, /img-src 'self' data: https:\/\/cdn\.example\.com; font-src https:\/\/cdn\.example\.com$/);
});

test("render: a client's logo is shown where that is configured, over https, and the policy admits its origin alone", async () => {
  const show = async (logoUri: string, showClientLogos: boolean): Promise<readonly [html: string, policy: string]> => {
    const content = { ...samples.consent, client: { ...samples.consent.client, logoUri } };
    const response = await renderPage(createPagesContext({ showClientLogos }), requestPage(), "consent", content);
    return [await response.text(), response.headers.get("content-security-policy") ?? ""];
  };
  const [html, policy] = await show("https://cdn.example.net/logo.png", true);
  assert.match(html, /<img src="https:\/\/cdn\.example\.net\/logo\.png" alt=""/);
  assert.match(policy, /img-src 'self' data: https:\/\/cdn\.example\.net$/);
  for (const [uri, isShown] of [
    ["https://cdn.example.net/logo.png", false],
    ["http://cdn.example.net/logo.png", true],
    ["data:image/svg+xml,x", true],
    ["javascript:alert(1)", true],
    ["/logo.png", true],
  ] as const) {
    const [other, otherPolicy] = await show(uri, isShown);
    assert.doesNotMatch(other, /<img/, uri);
    assert.match(otherPolicy, /img-src 'self' data:$/, uri);
  }
});

test("render: the language is that of ui_locales, then of Accept-Language, then the default (OpenID Connect Core §3.1.2.1)", async () => {
  const context = createPagesContext({ messages: { ar: { "login.title": "دخول" } }, defaultLanguage: "de" });
  const show = async (
    accept: string | undefined,
    path = "/login",
    uiLocales?: string,
  ): Promise<readonly (string | null | undefined)[]> => {
    const request = requestPage(accept === undefined ? {} : { "accept-language": accept }, path);
    const response = await renderPage(context, request, "login", { ...samples.login, uiLocales });
    const [, attributes] = /<html ([^>]*)>/.exec(await response.text()) ?? [];
    assert.equal(choosePageLanguage(context, request, uiLocales), response.headers.get("content-language"));
    return [response.headers.get("content-language"), attributes];
  };
  assert.deepEqual(await show("en"), ["en", 'lang="en" dir="ltr"']);
  assert.deepEqual(await show("en", "/login?ui_locales=ar"), ["ar", 'lang="ar" dir="rtl"']);
  assert.deepEqual(await show("en", "/login?ui_locales=ar", "fr de-CH"), ["de", 'lang="de" dir="ltr"']);
  assert.deepEqual(await show("fr"), ["de", 'lang="de" dir="ltr"']);
  assert.deepEqual(await show(undefined), ["de", 'lang="de" dir="ltr"']);
});

test("render: a page can be replaced by a function, which has the texts, the brand and the nonce", async () => {
  const context = createPagesContext({
    name: "Acme",
    overrides: {
      outcome: async ({ cspNonce, text, brand, outcome }) => `${cspNonce.length} ${brand.name}: ${text(outcome)}`,
    },
  });
  const response = await renderPage(context, requestPage(), "outcome", samples.outcome);
  assert.equal(await response.text(), "22 Acme: You can close this page and go on at the device.");
  assert.equal(response.headers.get("x-frame-options"), "DENY");
});
