import assert from "node:assert/strict";
import { test } from "node:test";
import { createRelyingParty } from "../../../src/relying-party/index.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import { appUrl, createBrowser, createScene, issuer } from "../../fixtures/relying-party-scene.ts";

for (const [method, headers, want] of [
  ["GET", { "sec-fetch-site": "cross-site" }, undefined],
  ["HEAD", { origin: "https://evil.example" }, undefined],
  ["POST", {}, undefined],
  ["POST", { origin: "https://app.example.com" }, undefined],
  ["POST", { "sec-fetch-site": "same-origin", origin: "null" }, undefined],
  ["POST", { origin: "https://neighbour.example.com" }, 403],
  ["POST", { "sec-fetch-site": "same-site" }, 403],
  ["DELETE", { "sec-fetch-site": "cross-site" }, 403],
  ["PUT", { origin: "null" }, 403],
] as const) {
  test(`protect ${want === undefined ? "lets through" : "refuses"} ${method} with ${JSON.stringify(headers)}`, async () => {
    const scene = createScene();
    const browser = createBrowser(scene);
    await browser.signIn();
    const found = await scene.rp.protect(browser.request("/orders/7?a=1", { method, headers }));
    assert.equal(found instanceof Response ? found.status : undefined, want);
    const refusals = scene.events.filter(({ type }) => type === "request.refused");
    assert.deepEqual(refusals, want === undefined ? [] : [{ type: "request.refused", path: "/orders/7" }]);
  });
}

test("protect lets another origin through where the application says so", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  await browser.signIn();
  const request = browser.request("/", { method: "POST", headers: { origin: "https://spa.example.com" } });
  const found = await scene.rp.protect(request, { refuseForeign: false });
  assert.equal(found instanceof Response, false);
});

test("nothing begins or ends because a browser fetches a link before anybody has clicked", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  await browser.signIn();
  const headers = { "sec-purpose": "prefetch;prerender", "sec-fetch-mode": "navigate" };
  const session = await browser.send("/auth/session", { headers: { "x-csrf": "1" } });
  const { logoutUrl } = await session.json();
  for (const path of ["/auth/login", logoutUrl]) {
    const before = new Map(browser.cookies);
    const response = await browser.send(path, { headers });
    assert.deepEqual([response.status, response.headers.get("cache-control")], [503, "no-store"]);
    assert.deepEqual(browser.cookies, before);
  }
  assert.notEqual((await scene.rp.getSession(browser.request("/"))).session, undefined);
});

for (const kind of ["cookie", "store"] as const) {
  test(`a session of one application is none in another that has the same secrets (${kind})`, async () => {
    const sessions = kind === "cookie" ? kind : createMemorySharedStore({ clock: () => 0 });
    const scene = createScene({ relyingParty: { sessions } });
    const browser = createBrowser(scene);
    await browser.signIn();
    const client = { issuer, client: { client_id: "web" } };
    const other = createRelyingParty({ ...scene.options, client, baseUrl: "https://other.example.com" });
    const same = createRelyingParty({ ...scene.options, client, baseUrl: appUrl });
    assert.equal((await other.getSession(browser.request("/"))).session, undefined);
    assert.equal((await same.getSession(browser.request("/"))).session?.subject, "ada");
  });
}

test("a fault of the application's own is answered with 500, and not blamed on the browser", async () => {
  const scene = createScene({ relyingParty: { maxCookieChunks: 1, authorization: { scope: "openid" } } });
  const browser = createBrowser(scene);
  const broken = createRelyingParty({
    ...scene.options,
    sessions: {
      ...createMemorySharedStore({ clock: () => 0 }),
      write: () => Promise.reject(new Error("The store is away: redis://secret@host")),
    },
  });
  const callback = await browser.startLogin();
  const response = await browser.send(callback, {}, broken.handler);
  const page = await response.text();
  assert.equal(response.status, 500);
  assert.match(page, /Something is wrong with this application/);
  assert.equal(page.includes("redis"), false);
});
