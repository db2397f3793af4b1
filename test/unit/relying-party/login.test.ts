import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { appUrl, askSession, createBrowser, createScene } from "../../fixtures/relying-party-scene.ts";

test("a login begins with a redirect to the provider and a cookie of its own", async () => {
  const scene = createScene();
  const response = await scene.rp.handler(new Request(`${appUrl}/auth/login?returnTo=/orders`));
  assert.equal(response.status, 303);
  assert.match(response.headers.get("location") ?? "", /^https:\/\/id\.example\.com\/authorize\?/);
  const [cookie = "", ...more] = response.headers.getSetCookie();
  assert.equal(more.length, 0);
  assert.match(
    cookie,
    /^__Host-rp\.auth~login\.[\w-]{16}=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax; Max-Age=1800$/,
  );
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.ok(cookie.length < 2000);
});

test("a login ends at returnTo, with a session", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  const response = await browser.signIn("?returnTo=/orders%3Fpage=2");
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "/orders?page=2");
  assert.deepEqual([...browser.cookies.keys()], ["__Host-rp.auth~session"]);
  const { session } = await scene.rp.getSession(browser.request("/"));
  assert.equal(session?.subject, "ada");
  assert.equal(session.issuer, "https://id.example.com");
  assert.equal(typeof (await session.getAccessToken()), "string");
  assert.deepEqual(scene.eventTypes(), ["login.started", "session.created", "login.succeeded"]);
});

test("the redirect URI comes from the options, whatever host a request names", async () => {
  const scene = createScene();
  const headers = { host: "evil.example", "x-forwarded-host": "evil.example" };
  const response = await scene.rp.handler(new Request("http://evil.example/auth/login", { headers }));
  const { searchParams } = new URL(response.headers.get("location") ?? "");
  assert.equal(searchParams.get("redirect_uri"), "https://app.example.com/auth/callback");
});

for (const returnTo of [
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "javascript:alert(1)",
  "evil.example",
  "/./\\evil.example",
  "/..//evil.example",
  "/\u0000",
  "/%0d%0aSet-Cookie:a=b\r\nx: y",
  " /orders",
  "",
  `/${"a".repeat(2000)}`,
]) {
  test(`a login does not end at ${JSON.stringify(returnTo.slice(0, 40))}`, async () => {
    const scene = createScene();
    const browser = createBrowser(scene);
    const response = await browser.signIn(`?returnTo=${encodeURIComponent(returnTo)}`);
    assert.equal(response.headers.get("location"), "/");
  });
}

test("a link sets only the parameters that are allowed to it", async () => {
  const { rp } = createScene({
    relyingParty: { allowedLoginParameters: ["prompt", "max_age", "scope", "login_hint"], authorization: {} },
  });
  const query = "prompt=login&max_age=60&scope=email&login_hint=ada&acr_values=high&redirect_uri=https://evil.example";
  const response = await rp.handler(new Request(`${appUrl}/auth/login?${query}`));
  const { searchParams } = new URL(response.headers.get("location") ?? "");
  const asked = ["prompt", "max_age", "scope", "login_hint", "acr_values", "redirect_uri"].map((name) =>
    searchParams.get(name),
  );
  assert.deepEqual(asked, ["login", "60", "openid email", "ada", null, "https://app.example.com/auth/callback"]);
});

test("what a link sets of no value, or of one that is none, is left out", async () => {
  const { rp } = createScene({
    relyingParty: { allowedLoginParameters: ["max_age", "scope", "login_hint"], authorization: {} },
  });
  for (const [query, want] of [
    ["max_age=-1&login_hint=", [null, "openid", null]],
    ["max_age=1e3&scope=openid+email", [null, "openid email", null]],
    ["login_hint=%0d%0a&max_age=0", ["0", "openid", null]],
    [`login_hint=${"a".repeat(501)}`, [null, "openid", null]],
  ] as const) {
    const response = await rp.handler(new Request(`${appUrl}/auth/login?${query}`));
    const { searchParams } = new URL(response.headers.get("location") ?? "");
    assert.deepEqual(
      ["max_age", "scope", "login_hint"].map((name) => searchParams.get(name)),
      want,
      query,
    );
  }
});

test("several tabs log in side by side, and each ends where it began", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  const first = await browser.startLogin("?returnTo=/first");
  const second = await browser.startLogin("?returnTo=/second");
  assert.equal(browser.cookies.size, 2);
  assert.equal((await browser.send(second)).headers.get("location"), "/second");
  assert.equal((await browser.send(first)).headers.get("location"), "/first");
  assert.deepEqual([...browser.cookies.keys()], ["__Host-rp.auth~session"]);
});

test("no more logins than maxLogins are under way: the oldest is forgotten", async () => {
  const scene = createScene({ relyingParty: { maxLogins: 2 } });
  const browser = createBrowser(scene);
  const oldest = await browser.startLogin("?returnTo=/1");
  for (const path of ["/2", "/3"]) {
    scene.pass(1);
    await browser.send(`/auth/login?returnTo=${path}`);
  }
  assert.equal(browser.cookies.size, 2);
  assert.equal((await browser.send(oldest)).status, 400);
});

test("a login that took too long ends at a page with a link to start again", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  const callback = await browser.startLogin();
  scene.pass(1801);
  const response = await browser.send(callback);
  assert.equal(response.status, 400);
  const html = await response.text();
  assert.match(html, /<a href="\/auth\/login">Try again<\/a>/);
  const style = /<style>([^<]+)<\/style>/.exec(html)?.[1] ?? "";
  const digest = createHash("sha256").update(style).digest("base64");
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.ok(policy.startsWith(`default-src 'none'; style-src 'sha256-${digest}';`), "its own style, and nothing else");
  assert.equal((await askSession(browser)).isSignedIn, false);
});

test("a failing provider is answered with 503, and the application's own page is shown where it has one", async () => {
  const fetch = async (): Promise<Response> => {
    throw new TypeError("connection refused");
  };
  const scene = createScene({ fetch });
  const response = await scene.rp.handler(new Request(`${appUrl}/auth/login?returnTo=/a`));
  assert.equal(response.status, 503);
  assert.match(await response.text(), /cannot be reached.*href="\/auth\/login\?returnTo=%2Fa"/s);
  const own = createScene({
    fetch,
    relyingParty: { onError: ({ step, status }) => new Response(`${step} ${status}`, { status: 500 }) },
  });
  const page = await own.rp.handler(new Request(`${appUrl}/auth/login`));
  assert.deepEqual([page.status, await page.text()], [500, "login 503"]);
  const broken = createScene({
    fetch,
    relyingParty: {
      onError: () => {
        throw new Error("the template is broken");
      },
    },
  });
  assert.equal((await broken.rp.handler(new Request(`${appUrl}/auth/login`))).status, 503);
});
