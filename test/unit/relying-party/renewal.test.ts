import assert from "node:assert/strict";
import { test } from "node:test";
import { createRelyingParty, type RelyingParty } from "../../../src/relying-party/index.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import type { SharedStore } from "../../../src/util/shared-store.ts";
import { appUrl, type Browser, createBrowser, createScene, type Scene } from "../../fixtures/relying-party-scene.ts";

const storeOfScene = (): SharedStore => createMemorySharedStore({ clock: () => 0 });
const tokenRequests = ({ requests }: Scene): number => requests.filter((path) => path === "/token").length;

async function tokenOf(rp: RelyingParty, request: Request): Promise<string | undefined> {
  const { session } = await rp.getSession(request);
  return session?.getAccessToken();
}

for (const kind of ["cookie", "store"] as const) {
  const signedIn = async (
    more: Parameters<typeof createScene>[0] = {},
  ): Promise<{ readonly scene: Scene; readonly browser: Browser }> => {
    const sessions = kind === "cookie" ? kind : storeOfScene();
    const scene = createScene({ ...more, relyingParty: { sessions, ...more.relyingParty } });
    const browser = createBrowser(scene);
    await browser.signIn();
    return { scene, browser };
  };

  test(`tokens are renewed shortly before they end (${kind})`, async () => {
    const { scene, browser } = await signedIn();
    const first = await tokenOf(scene.rp, browser.request("/"));
    scene.pass(530);
    assert.equal(await tokenOf(scene.rp, browser.request("/")), first);
    scene.pass(15);
    const { session, setCookies } = await scene.rp.getSession(browser.request("/"));
    assert.notEqual(await session?.getAccessToken(), first);
    assert.equal(setCookies.length > 0, kind === "cookie");
    assert.equal(tokenRequests(scene), 2);
    assert.ok(scene.eventTypes().includes("session.renewed"));
  });

  test(`many requests at once renew once, and all get the new token (${kind})`, async () => {
    const { scene, browser } = await signedIn();
    scene.pass(700);
    const tokens = await Promise.all(Array.from({ length: 8 }, () => tokenOf(scene.rp, browser.request("/"))));
    assert.equal(new Set(tokens).size, 1);
    assert.equal(tokenRequests(scene), 2);
  });

  test(`requests that still have the cookies of before a renewal sign nobody out (${kind})`, async () => {
    const { scene, browser } = await signedIn();
    scene.pass(700);
    const first = await tokenOf(scene.rp, browser.request("/"));
    scene.pass(20);
    // The browser has not taken the cookies of the answer.
    assert.equal(await tokenOf(scene.rp, browser.request("/")), first);
    assert.equal(tokenRequests(scene), 2);
  });

  test(`a refresh that the provider refuses ends the session (${kind})`, async () => {
    const { scene, browser } = await signedIn({
      provider: { lifetimes: { accessTokenSeconds: 600, refreshTokenSeconds: 700 } },
    });
    scene.pass(800);
    const { session, setCookies } = await scene.rp.getSession(browser.request("/"));
    assert.equal(session, undefined);
    assert.match(setCookies[0] ?? "", /Max-Age=0$/);
    const end = scene.events.at(-1);
    assert.ok(end?.type === "session.ended" && end.reason === "renewal_refused" && end.code === "invalid_grant");
  });

  test(`a provider that cannot be reached signs nobody out (${kind})`, async () => {
    let isAway = false;
    const { scene, browser } = await signedIn({
      fetch: async (_input, _init, next) => {
        if (isAway) throw new TypeError("connection refused");
        return next();
      },
    });
    isAway = true;
    scene.pass(560);
    assert.equal(typeof (await tokenOf(scene.rp, browser.request("/"))), "string");
    scene.pass(100);
    const { session } = await scene.rp.getSession(browser.request("/"));
    assert.equal(session?.subject, "ada");
    await assert.rejects(session.getAccessToken(), { code: "ERR_VERIFICATION_EXPIRED" });
    assert.ok(scene.eventTypes().includes("session.renewal_failed"));
    isAway = false;
    scene.pass(31);
    assert.equal(typeof (await tokenOf(scene.rp, browser.request("/"))), "string");
  });
}

test("processes that share a store renew once between them", async () => {
  const scene = createScene({ relyingParty: { sessions: storeOfScene() } });
  const browser = createBrowser(scene);
  await browser.signIn();
  scene.pass(700);
  const others = [scene.rp, createRelyingParty(scene.options), createRelyingParty(scene.options)];
  const tokens = await Promise.all(others.map((rp) => tokenOf(rp, browser.request("/"))));
  assert.equal(new Set(tokens).size, 1);
  assert.equal(tokenRequests(scene), 2);
});

test("cookies that another process has renewed sign nobody out while the token is good", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  await browser.signIn();
  scene.pass(560);
  const other = createRelyingParty(scene.options);
  assert.equal(typeof (await tokenOf(scene.rp, browser.request("/"))), "string");
  scene.pass(11);
  const late = await other.getSession(browser.request("/"));
  assert.equal(late.session?.subject, "ada");
  assert.deepEqual(late.setCookies, []);
});

test("a session that ends while its tokens are being renewed stays ended", async () => {
  const store = storeOfScene();
  let onToken: (() => Promise<unknown>) | undefined;
  const scene = createScene({
    relyingParty: { sessions: store },
    fetch: async (input, _init, next) => {
      if (input.endsWith("/token")) await onToken?.();
      return next();
    },
  });
  const browser = createBrowser(scene);
  await browser.signIn();
  scene.pass(700);
  const request = browser.request("/");
  onToken = async () => {
    onToken = undefined;
    const headers = { "x-csrf": "1", cookie: request.headers.get("cookie") ?? "" };
    await scene.rp.handler(new Request(`${appUrl}/auth/logout`, { method: "POST", headers }));
  };
  assert.equal((await scene.rp.getSession(request)).session, undefined);
  assert.equal((await scene.rp.getSession(request)).session, undefined);
});

test("a renewal can be forced where sessions are in a store, and not where they are in cookies", async () => {
  const scene = createScene({ relyingParty: { sessions: storeOfScene() } });
  const browser = createBrowser(scene);
  await browser.signIn();
  const { session } = await scene.rp.getSession(browser.request("/"));
  const first = await session?.getAccessToken();
  const second = await session?.getAccessToken({ forceRenewal: true });
  assert.notEqual(second, first);
  assert.equal(await session?.getAccessToken(), second);
  assert.equal(await tokenOf(scene.rp, browser.request("/")), second);
  const inCookies = createScene();
  const other = createBrowser(inCookies);
  await other.signIn();
  const found = await inCookies.rp.getSession(other.request("/"));
  await assert.rejects(async () => found.session?.getAccessToken({ forceRenewal: true }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "forceRenewal",
  });
});

test("without a refresh token a session lives on, and its token ends", async () => {
  const scene = createScene({ relyingParty: { authorization: {} } });
  const browser = createBrowser(scene);
  await browser.signIn();
  scene.pass(700);
  const { session } = await scene.rp.getSession(browser.request("/"));
  assert.equal(session?.subject, "ada");
  await assert.rejects(session.getAccessToken(), { code: "ERR_VERIFICATION_EXPIRED", message: /offline_access/ });
});

test("session.fetch sends the token to the allowed origins only", async () => {
  const sent: (string | null)[] = [];
  const scene = createScene({
    relyingParty: { allowedOrigins: ["https://api.example.com"] },
    fetch: async (input, init, next) => {
      if (!input.startsWith("https://api.")) return next();
      sent.push(new Headers(init?.headers).get("authorization"));
      return Response.json({ orders: [] });
    },
  });
  const browser = createBrowser(scene);
  await browser.signIn();
  const { session } = await scene.rp.getSession(browser.request("/"));
  const response = await session?.fetch("https://api.example.com/orders");
  assert.deepEqual(await response?.json(), { orders: [] });
  assert.deepEqual(sent, [`Bearer ${await session?.getAccessToken()}`]);
  for (const url of [
    "https://evil.example/",
    "https://api.example.com.evil.example/",
    "/orders",
    "https://api.example.com@evil.example/",
  ]) {
    await assert.rejects(async () => session?.fetch(url), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "allowedOrigins",
    });
  }
});
