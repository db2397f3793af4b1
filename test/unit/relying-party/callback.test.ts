import assert from "node:assert/strict";
import { test } from "node:test";
import { createRelyingParty } from "../../../src/relying-party/index.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import { askSession, createBrowser, createScene } from "../../fixtures/relying-party-scene.ts";

test("the answer to a login of another browser signs nobody in (RFC 6749 §10.12)", async () => {
  const scene = createScene();
  const attacker = createBrowser(scene);
  const callback = await attacker.startLogin();
  const victim = createBrowser(scene);
  await victim.send("/auth/login");
  const response = await victim.send(callback);
  assert.equal(response.status, 400);
  assert.equal((await askSession(victim)).isSignedIn, false);
  assert.equal(scene.requests.includes("/token"), false);
});

test("an answer with the iss of another provider is refused (RFC 9207 §2.4)", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  const callback = new URL(await browser.startLogin());
  callback.searchParams.set("iss", "https://evil.example");
  const response = await browser.send(callback.href);
  assert.equal(response.status, 400);
  assert.equal(scene.requests.includes("/token"), false);
  assert.deepEqual([...browser.cookies.keys()], []);
  assert.equal(scene.events.at(-1)?.type, "login.failed");
});

test("an answer that is repeated signs nobody in a second time, and sends no code again", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  const callback = await browser.startLogin();
  const before = new Map(browser.cookies);
  await browser.send(callback);
  const tokenRequests = scene.requests.filter((path) => path === "/token").length;
  const other = createBrowser(scene);
  assert.equal((await other.send(callback)).status, 400);
  assert.equal(scene.requests.filter((path) => path === "/token").length, tokenRequests);
  // The cookies of before, as a copy of the browser has them: the provider refuses the code.
  for (const [name, value] of before) other.cookies.set(name, value);
  assert.equal((await other.send(callback)).status, 400);
  assert.equal((await askSession(other)).isSignedIn, false);
});

test("an event has the error that the provider named, and no more of it than a log can bear", async () => {
  for (const [error, code] of [
    ["access_denied", "access_denied"],
    ["e".repeat(5000), "e".repeat(100)],
  ] as const) {
    const scene = createScene();
    const browser = createBrowser(scene);
    const callback = new URL(await browser.startLogin());
    callback.searchParams.delete("code");
    callback.searchParams.set("error", error);
    await browser.send(callback.href);
    assert.deepEqual(
      scene.events.filter(({ type }) => type === "login.failed"),
      [{ type: "login.failed", code }],
    );
  }
});

test("a callback that is clicked twice ends at returnTo", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  const callback = await browser.startLogin("?returnTo=/orders");
  const [first, second] = await Promise.all([
    scene.rp.handler(browser.request(callback)),
    scene.rp.handler(browser.request(callback)),
  ]);
  assert.deepEqual([first.headers.get("location"), second.headers.get("location")], ["/orders", "/orders"]);
  assert.equal(scene.requests.filter((path) => path === "/token").length, 1);
  browser.take(first);
  const third = await browser.send(callback);
  assert.deepEqual([third.status, third.headers.get("location")], [303, "/orders"]);
  assert.equal((await askSession(browser)).isSignedIn, true);
});

test("an answer to another login of a signed-in browser is refused, not ended at the former returnTo", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  await browser.signIn("?returnTo=/orders");
  const foreign = await createBrowser(scene).startLogin("", "bob");
  assert.equal((await browser.send(foreign)).status, 400);
  assert.equal((await scene.rp.getSession(browser.request("/"))).session?.subject, "ada");
});

for (const [title, query] of [
  ["nothing", ""],
  ["an error without state", "?error=access_denied"],
  ["markup", "?error=%3Cscript%3E&error_description=%3Cscript%3E&state=%3Cscript%3E"],
] as const) {
  test(`a callback with ${title} is answered with a page that quotes none of it`, async () => {
    const response = await createBrowser(createScene()).send(`/auth/callback${query}`);
    assert.equal(response.status, 400);
    assert.doesNotMatch(await response.text(), /script|access_denied/);
  });
}

test("a person who declines sees a page, and may try again", async () => {
  const scene = createScene();
  const browser = createBrowser(scene);
  const { searchParams } = new URL(await browser.startLogin("?returnTo=/orders"));
  const query = new URLSearchParams({
    error: "access_denied",
    error_description: "<b>call 555-0100</b>",
    state: searchParams.get("state") ?? "",
    iss: searchParams.get("iss") ?? "",
  });
  const response = await browser.send(`/auth/callback?${query}`);
  assert.equal(response.status, 403);
  const page = await response.text();
  assert.match(page, /Code: access_denied.*href="\/auth\/login\?returnTo=%2Forders"/s);
  assert.doesNotMatch(page, /555/);
  assert.equal(browser.cookies.size, 0);
});

test("answers come by form_post, whose cookie travels with a cross-site POST", async () => {
  const scene = createScene({ relyingParty: { responseMode: "form_post" } });
  const browser = createBrowser(scene);
  const started = await browser.send("/auth/login?returnTo=/orders");
  assert.match(started.headers.getSetCookie()[0] ?? "", /; Secure; SameSite=None;/);
  const location = new URL(started.headers.get("location") ?? "");
  assert.equal(location.searchParams.get("response_mode"), "form_post");
  // The same request by query, because the helper that signs in reads no page that posts itself.
  location.searchParams.set("response_mode", "query");
  const { signIn } = await import("../../../src/provider/testing/index.ts");
  const back = await signIn(scene.provider, {
    username: "ada",
    password: "correct horse battery",
    authorizationUrl: location,
  });
  const headers = { origin: "https://id.example.com", "sec-fetch-site": "cross-site" };
  const posted = await browser.send("/auth/callback", { method: "POST", body: new URL(back).searchParams, headers });
  assert.deepEqual([posted.status, posted.headers.get("location")], [303, "/orders"]);
  const refused = await browser.send("/auth/callback", {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  assert.equal(refused.status, 400);
});

test("answers come as JWT, of several logins under way the right one is found (JARM §2.3)", async () => {
  const scene = createScene({ relyingParty: { responseMode: "jwt" } });
  const browser = createBrowser(scene);
  const first = await browser.startLogin("?returnTo=/first");
  assert.deepEqual([...new URL(first).searchParams.keys()], ["response"]);
  scene.pass(1);
  await browser.startLogin("?returnTo=/second");
  const response = await browser.send(first);
  assert.deepEqual([response.status, response.headers.get("location")], [303, "/first"]);
  assert.equal(scene.requests.filter((path) => path === "/token").length, 1);
});

for (const [responseMode, query] of [
  ["query", "?code=forged&state=forged"],
  ["query", "?error=access_denied&state=forged"],
  ["query", "?code=forged"],
  ["jwt", "?response=forged"],
  ["jwt", "?response=e30.e30.AA"],
] as const) {
  test(`a forged answer does not end a login that is under way: ${responseMode} ${query}`, async () => {
    const scene = createScene({ relyingParty: { responseMode } });
    const browser = createBrowser(scene);
    const callback = await browser.startLogin("?returnTo=/meant");
    const forged = await browser.send(`/auth/callback${query}`);
    assert.equal(forged.status, 400);
    assert.equal(scene.requests.includes("/token"), false);
    const response = await browser.send(callback);
    assert.deepEqual([response.status, response.headers.get("location")], [303, "/meant"]);
  });
}

test("an error that comes as JWT ends the login that it names, and no other", async () => {
  const scene = createScene({
    relyingParty: { responseMode: "jwt", authorization: { prompt: "none" }, allowedLoginParameters: ["prompt"] },
  });
  const browser = createBrowser(scene);
  const { headers } = await browser.send("/auth/login?returnTo=/silent");
  const atProvider = await scene.provider.fetch(headers.get("location") ?? "");
  scene.pass(1);
  const callback = await browser.startLogin("?returnTo=/loud&prompt=login");
  assert.equal(browser.cookies.size, 2);
  const refused = await browser.send(atProvider.headers.get("location") ?? "");
  assert.deepEqual([refused.status, browser.cookies.size], [400, 1]);
  assert.equal((await browser.send(callback)).headers.get("location"), "/loud");
});

test("tokens without an ID token sign nobody in", async () => {
  const scene = createScene();
  const { client } = scene.options;
  assert.ok("finishAuthorization" in client);
  const finishAuthorization: typeof client.finishAuthorization = async (callback, transaction) => {
    const tokens = await client.finishAuthorization(callback, transaction);
    return { ...tokens, claims: undefined };
  };
  const rp = createRelyingParty({ ...scene.options, client: { ...client, finishAuthorization } });
  const browser = createBrowser(scene);
  const response = await browser.send(await browser.startLogin(), {}, rp.handler);
  assert.deepEqual([response.status, browser.cookies.size], [500, 0]);
});

for (const sessions of [
  "cookie",
  createMemorySharedStore({ clock: () => Date.parse("2026-01-01T00:00:00Z") }),
] as const) {
  const kind = sessions === "cookie" ? "cookies" : "a store";
  test(`a session gets a new name at each login, and an invented one is worth nothing (${kind})`, async () => {
    const scene = createScene({ relyingParty: { sessions } });
    const browser = createBrowser(scene);
    const name = "__Host-rp.auth~session";
    browser.cookies.set(name, "A".repeat(43));
    await browser.signIn();
    const first = browser.cookies.get(name) ?? "";
    assert.notEqual(first, "A".repeat(43));
    await browser.signIn("", "ada");
    assert.notEqual(browser.cookies.get(name), first);
    assert.ok(scene.events.some((event) => event.type === "session.ended" && event.reason === "replaced"));
    if (sessions === "cookie") return;
    browser.cookies.set(name, first);
    assert.equal((await askSession(browser)).isSignedIn, false);
  });
}

test("a browser that brings another one's JWT at the same time gets nothing of its session", async () => {
  const scene = createScene({ relyingParty: { responseMode: "jwt" } });
  const victim = createBrowser(scene);
  const attacker = createBrowser(scene);
  const callback = await victim.startLogin();
  await attacker.send("/auth/login");
  const [own, foreign] = await Promise.all([victim.send(callback), attacker.send(callback)]);
  assert.deepEqual([own.status, foreign.status], [303, 400]);
  assert.equal((await askSession(attacker)).isSignedIn, false);
  assert.equal((await askSession(victim)).isSignedIn, true);
});
