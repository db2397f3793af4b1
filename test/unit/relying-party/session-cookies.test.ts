import assert from "node:assert/strict";
import { test } from "node:test";
import { createRelyingParty } from "../../../src/relying-party/index.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import {
  appUrl,
  askSession,
  type Browser,
  createBrowser,
  createScene,
  type Scene,
  secret,
} from "../../fixtures/relying-party-scene.ts";

const name = "__Host-rp.auth~session";
const big = "x".repeat(1500);

/** A session that needs two cookies. */
async function signInBig(
  more: Parameters<typeof createScene>[0] = {},
): Promise<{ readonly scene: Scene; readonly browser: Browser }> {
  const accounts = [{ id: "ada", username: "ada", password: "correct horse battery", claims: { name: big } }];
  const scene = createScene({
    ...more,
    provider: { accounts, idTokens: { claims: "id_token" }, ...more.provider },
  });
  const browser = createBrowser(scene);
  await browser.signIn();
  return { scene, browser };
}

test("cookies of a session hold neither tokens nor claims that anybody can read", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  await browser.signIn();
  const { session } = await scene.rp.getSession(browser.request("/"));
  const [, , data = ""] = (browser.cookies.get(name) ?? "").split(".");
  const token = (await session?.getAccessToken()) ?? "";
  for (const text of [data, Buffer.from(data, "base64url").toString("latin1")]) {
    for (const hidden of ["ada", token, "web"]) assert.equal(text.includes(hidden), false);
  }
});

test("a long session is split into cookies that browsers keep", async () => {
  const { browser } = await signInBig();
  const chunks = [...browser.cookies].filter(([cookie]) => cookie.startsWith(name));
  assert.ok(chunks.length >= 2, String(chunks.length));
  for (const [cookie, value] of chunks) assert.ok(value.length <= 3800 && cookie.length + value.length <= 4000);
  assert.equal((await askSession(browser)).isSignedIn, true);
});

test("cookies that were changed, cut, left out or mixed are no session", async () => {
  const { browser } = await signInBig();
  const other = (await signInBig()).browser;
  const [first = "", second = ""] = [browser.cookies.get(name), browser.cookies.get(`${name}.1`)];
  const change = (text: string, at: number): string =>
    text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
  const cases: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ["changed", change(first, 200), second],
    ["changed tag", change(first, 4), change(second, 4)],
    ["changed second", first, change(second, 40)],
    ["cut", first.slice(0, -1), second],
    ["cut second", first, second.slice(0, -4)],
    ["without second", first, undefined],
    ["without first", undefined, second],
    ["swapped", second, first],
    ["mixed", first, other.cookies.get(`${name}.1`)],
    ["count", first.replace(/^./, "1"), second],
    ["count of nine", first.replace(/^./, "9"), second],
  ];
  for (const [title, one, two] of cases) {
    const copy = new Map<string, string>();
    if (one !== undefined) copy.set(name, one);
    if (two !== undefined) copy.set(`${name}.1`, two);
    browser.cookies.clear();
    for (const [cookie, value] of copy) browser.cookies.set(cookie, value);
    assert.equal((await askSession(browser)).isSignedIn, false, title);
    assert.equal(browser.cookies.size, 0, `${title}: what is of no use is removed`);
  }
});

test("cookies of a longer session before are removed", async () => {
  const { scene, browser } = await signInBig();
  const small = createRelyingParty({ ...scene.options, secrets: secret });
  browser.cookies.set(`${name}.2`, "2.AAAAAAAAAAAA.stale");
  await browser.send("/auth/session", { headers: { "x-csrf": "1" } }, small.handler);
  scene.pass(400);
  await browser.send("/auth/session", { headers: { "x-csrf": "1" } }, small.handler);
  assert.equal(browser.cookies.has(`${name}.2`), false);
  assert.equal((await askSession(browser)).isSignedIn, true);
});

test("a session that is too large for cookies is refused with what to do", async () => {
  const errors: unknown[] = [];
  const { browser } = await signInBig({
    relyingParty: { maxCookieChunks: 1, onError: ({ error }) => void errors.push(error) as undefined },
  });
  assert.equal((await askSession(browser)).isSignedIn, false);
  const [error] = errors;
  assert.ok(error instanceof Error);
  assert.match(
    error.message,
    /needs \d cookies of 3800 bytes; at most 1 .*Keep the sessions in a store \(the option sessions\)/,
  );
});

test("a former secret opens what it closed, and the session is closed anew with the current one", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  await browser.signIn();
  const next = "second-secret-of-the-application-0002";
  const both = createRelyingParty({ ...scene.options, secrets: [next, secret] });
  const before = browser.cookies.get(name);
  const answer = await browser.send("/auth/session", { headers: { "x-csrf": "1" } }, both.handler);
  assert.equal((await answer.json()).isSignedIn, true);
  assert.notEqual(browser.cookies.get(name), before);
  const alone = createRelyingParty({ ...scene.options, secrets: next });
  const later = await browser.send("/auth/session", { headers: { "x-csrf": "1" } }, alone.handler);
  assert.equal((await later.json()).isSignedIn, true);
  browser.cookies.set(name, before ?? "");
  const refused = await browser.send("/auth/session", { headers: { "x-csrf": "1" } }, alone.handler);
  assert.equal((await refused.json()).isSignedIn, false);
});

test("relying parties on one host keep to their own cookies", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  await browser.signIn();
  const admin = createRelyingParty({ ...scene.options, basePath: "/admin" });
  const other = createRelyingParty({ ...scene.options, name: "other" });
  for (const rp of [admin, other]) {
    const { session, setCookies } = await rp.getSession(browser.request("/"));
    assert.equal(session, undefined);
    assert.deepEqual(setCookies, []);
  }
  // Even under the other's name, which a broken proxy might give it.
  browser.cookies.set("__Host-rp.admin~session", browser.cookies.get(name) ?? "");
  assert.equal((await admin.getSession(browser.request("/"))).session, undefined);
});

for (const sessions of ["cookie", "store"] as const) {
  const kept = (): "cookie" | ReturnType<typeof createMemorySharedStore> =>
    sessions === "cookie" ? "cookie" : createMemorySharedStore({ clock: () => 0 });

  test(`a session ends when nobody comes, and lives on while somebody does (${sessions})`, async () => {
    const scene = createScene({
      relyingParty: { sessions: kept(), idleSeconds: 3600, absoluteSeconds: 86_400 },
      provider: { lifetimes: { accessTokenSeconds: 80_000 } },
    });
    const browser = createBrowser(scene);
    await browser.signIn();
    for (let count = 0; count < 4; count += 1) {
      scene.pass(3000);
      const { setCookies } = await scene.rp.getSession(browser.request("/"));
      assert.equal(setCookies.length, 1);
      browser.take(
        new Response(null, { headers: setCookies.map((cookie): [string, string] => ["set-cookie", cookie]) }),
      );
    }
    assert.equal((await askSession(browser)).expiresInSeconds, 3600);
    scene.pass(3601);
    assert.equal((await askSession(browser)).isSignedIn, false);
    assert.equal(browser.cookies.size, 0);
    const end = scene.events.at(-1);
    assert.ok(end?.type === "session.ended" && end.reason === "expired");
  });

  test(`a session ends at last, however often somebody comes (${sessions})`, async () => {
    const scene = createScene({
      relyingParty: { sessions: kept(), idleSeconds: 3600, absoluteSeconds: 7200 },
      provider: { lifetimes: { accessTokenSeconds: 80_000 } },
    });
    const browser = createBrowser(scene);
    await browser.signIn();
    for (const isSignedIn of [true, true, true, false]) {
      scene.pass(1800);
      assert.equal((await askSession(browser)).isSignedIn, isSignedIn);
    }
  });
}

test("a question with slide=false is no sign of life", async () => {
  const scene = createScene({
    relyingParty: { idleSeconds: 3600 },
    provider: { lifetimes: { accessTokenSeconds: 80_000 } },
  });
  const browser = createBrowser(scene);
  await browser.signIn();
  scene.pass(3000);
  const response = await browser.send("/auth/session?slide=false", { headers: { "x-csrf": "1" } });
  assert.deepEqual([(await response.json()).expiresInSeconds, response.headers.getSetCookie()], [600, []]);
});

test("the session endpoint tells scripts of this origin what it may, and never a token", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  await browser.signIn();
  const response = await browser.send("/auth/session", { headers: { "sec-fetch-site": "same-origin" } });
  const body = await response.json();
  assert.deepEqual([body.isSignedIn, body.claims.sub, body.expiresInSeconds], [true, "ada", 86_400]);
  assert.match(body.logoutUrl, /^\/auth\/logout\?key=[\w-]{22}$/);
  assert.deepEqual(Object.keys(body), ["isSignedIn", "claims", "expiresInSeconds", "logoutUrl"]);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const own = createRelyingParty({ ...scene.options, sessionClaims: ({ sub }) => ({ user: sub }) });
  const answer = await browser.send("/auth/session", { headers: { "x-csrf": "1" } }, own.handler);
  assert.deepEqual((await answer.json()).claims, { user: "ada" });
});

for (const headers of [
  {},
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site", "x-csrf": "1" },
  { origin: "https://evil.example", "x-csrf": "1" },
  { origin: "null", "x-csrf": "1" },
  { "x-csrf": "0" },
]) {
  test(`the session endpoint refuses a request with ${JSON.stringify(headers)}`, async () => {
    const scene = createScene();
    const browser = createBrowser(scene);
    await browser.signIn();
    const response = await browser.send("/auth/session", { headers });
    assert.equal(response.status, 403);
    assert.doesNotMatch(await response.text(), /ada/);
    assert.equal(scene.events.at(-1)?.type, "request.refused");
  });
}

test("http on a loopback host has cookies without prefix and Secure, which browsers would refuse there", async () => {
  const scene = createScene();
  const rp = createRelyingParty({ ...scene.options, baseUrl: "http://localhost:8080" });
  const found = await rp.getSession(new Request(`${appUrl}/`, { headers: { cookie: "rp_8080.auth~session=x" } }));
  assert.deepEqual(found.setCookies, ["rp_8080.auth~session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"]);
});
