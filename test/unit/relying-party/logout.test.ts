import assert from "node:assert/strict";
import { test } from "node:test";
import { createRelyingParty } from "../../../src/relying-party/index.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import {
  askSession,
  type Browser,
  createBrowser,
  createScene,
  type Scene,
  type SceneOptions,
} from "../../fixtures/relying-party-scene.ts";

const storeOfScene = () => createMemorySharedStore({ clock: () => 0 });

async function signedIn(options: SceneOptions = {}): Promise<{ readonly scene: Scene; readonly browser: Browser }> {
  const scene = createScene(options);
  const browser = createBrowser(scene);
  await browser.signIn();
  return { scene, browser };
}

for (const sessions of ["cookie", "store"] as const) {
  const kept = () => ({ relyingParty: { sessions: sessions === "cookie" ? sessions : storeOfScene() } });

  test(`a logout ends the session here, its refresh token, and goes on to the provider (${sessions})`, async () => {
    const { scene, browser } = await signedIn(kept());
    const before = new Map(browser.cookies);
    const response = await browser.send("/auth/logout", { method: "POST", headers: { "x-csrf": "1" } });
    assert.equal(response.status, 303);
    const location = new URL(response.headers.get("location") ?? "");
    assert.equal(location.origin + location.pathname, "https://id.example.com/end-session");
    assert.equal(location.searchParams.get("id_token_hint")?.split(".").length, 3);
    assert.equal(location.searchParams.get("post_logout_redirect_uri"), "https://app.example.com/auth/logout/callback");
    assert.ok(scene.requests.includes("/revoke"));
    assert.equal((await askSession(browser)).isSignedIn, false);
    const back = await browser.send(`/auth/logout/callback?state=${location.searchParams.get("state")}`);
    assert.deepEqual([back.status, back.headers.get("location")], [303, "/"]);
    assert.equal(browser.cookies.size, 0);
    assert.deepEqual(scene.eventTypes().slice(-3), ["session.ended", "logout.started", "logout.finished"]);
    if (sessions === "cookie") return;
    for (const [name, value] of before) browser.cookies.set(name, value);
    assert.equal((await askSession(browser)).isSignedIn, false);
  });
}

test("a logout by a link needs the key that only scripts of this origin are told", async () => {
  const { browser } = await signedIn();
  for (const path of ["/auth/logout", "/auth/logout?key=", `/auth/logout?key=${"A".repeat(22)}`]) {
    assert.equal((await browser.send(path)).status, 403);
  }
  assert.equal((await askSession(browser)).isSignedIn, true);
  const { logoutUrl } = await askSession(browser);
  assert.equal((await browser.send(`${logoutUrl}&returnTo=/bye`)).status, 303);
  assert.equal((await askSession(browser)).isSignedIn, false);
});

for (const headers of [
  {},
  { origin: "https://evil.example" },
  { "sec-fetch-site": "cross-site" },
  { origin: "null", "x-csrf": "1" },
]) {
  test(`a logout by POST with ${JSON.stringify(headers)} is refused`, async () => {
    const { browser } = await signedIn();
    assert.equal((await browser.send("/auth/logout", { method: "POST", headers })).status, 403);
    assert.equal((await askSession(browser)).isSignedIn, true);
  });
}

test("a form of this origin logs out, and a script is told where to go", async () => {
  const { browser } = await signedIn();
  const response = await browser.send("/auth/logout", {
    method: "POST",
    headers: { origin: "https://app.example.com", accept: "application/json" },
  });
  assert.equal(response.status, 200);
  assert.match((await response.json()).location, /^https:\/\/id\.example\.com\/end-session\?/);
});

test("a logout ends at an own path only, and without a session it goes there at once", async () => {
  const scene = createScene({ relyingParty: { afterLogout: "/signed-out" } });
  const browser = createBrowser(scene);
  for (const [returnTo, expected] of [
    ["/bye", "/bye"],
    ["//evil.example", "/signed-out"],
    ["https://evil.example", "/signed-out"],
  ] as const) {
    const response = await browser.send(`/auth/logout?returnTo=${encodeURIComponent(returnTo)}`, { method: "POST" });
    assert.deepEqual([response.status, response.headers.get("location")], [303, expected]);
  }
});

test("a return from a logout with the state of another browser or none is refused", async () => {
  const { browser } = await signedIn();
  await browser.send("/auth/logout", { method: "POST", headers: { "x-csrf": "1" } });
  for (const query of ["", "?state=", "?state=AAAAAAAAAAAAAAAAAAAAAA"]) {
    const response = await browser.send(`/auth/logout/callback${query}`);
    assert.equal(response.status, 400);
    assert.match(await response.text(), /<a href="\/">Go on<\/a>/);
  }
});

test("a provider that is away does not keep the user signed in here", async () => {
  let isAway = false;
  const { scene, browser } = await signedIn({
    fetch: async (_input, _init, next) => {
      if (isAway) throw new TypeError("connection refused");
      return next();
    },
  });
  isAway = true;
  const response = await browser.send("/auth/logout", { method: "POST", headers: { "x-csrf": "1" } });
  assert.equal(response.status, 303);
  assert.equal((await askSession(browser)).isSignedIn, false);
  assert.ok(scene.eventTypes().includes("logout.revocation_failed"));
});

test("a provider that revokes nothing and ends no sessions keeps nobody signed in here", async () => {
  const { scene, browser } = await signedIn({
    fetch: async (input, _init, next) => {
      if (!input.endsWith("/.well-known/openid-configuration")) return next();
      const { end_session_endpoint, ...metadata } = await (await next()).json();
      assert.equal(end_session_endpoint, "https://id.example.com/end-session");
      return Response.json(metadata);
    },
  });
  const { client } = scene.options;
  assert.ok("revokeAll" in client);
  const revokeAll: typeof client.revokeAll = () => Promise.reject(new TypeError("boom"));
  const rp = createRelyingParty({ ...scene.options, client: { ...client, revokeAll } });
  const init = { method: "POST", headers: { "x-csrf": "1" } };
  const response = await browser.send("/auth/logout?returnTo=/bye", init, rp.handler);
  assert.deepEqual([response.status, response.headers.get("location")], [303, "/bye"]);
  assert.deepEqual(scene.eventTypes().slice(-3), ["session.ended", "logout.revocation_failed", "logout.failed"]);
  assert.equal((await askSession(browser)).isSignedIn, false);
  // Nor does a front-channel logout find anything.
  const frame = await browser.send("/auth/frontchannel-logout?iss=https://id.example.com&sid=s1");
  assert.deepEqual([frame.status, frame.headers.getSetCookie()], [200, []]);
});

const backchannel = { backchannel_logout_uri: "https://app.example.com/auth/backchannel-logout" };

for (const kind of ["store", "cookies with revocations"] as const) {
  const options = (): SceneOptions => ({
    registration: backchannel,
    relyingParty: kind === "store" ? { sessions: storeOfScene() } : { revocations: storeOfScene() },
  });

  test(`a back-channel logout of the provider ends the session (${kind})`, async () => {
    const received: Response[] = [];
    const { scene, browser } = await signedIn({
      ...options(),
      onBackchannel: (response) => void received.push(response),
    });
    const other = createBrowser(scene);
    await other.signIn("", "bob");
    await scene.provider.admin.sessions.endAll("ada");
    await settled(() => received.length > 0);
    assert.deepEqual(
      received.map(({ status }) => status),
      [200],
    );
    assert.equal(received[0]?.headers.get("cache-control"), "no-store");
    assert.equal((await askSession(browser)).isSignedIn, false);
    assert.equal((await askSession(other)).isSignedIn, true);
    assert.ok(scene.eventTypes().includes("logout.backchannel"));
  });
}

test("with revocations, cookies that somebody has kept are good for nothing after a logout", async () => {
  const revocations = storeOfScene();
  const { scene, browser } = await signedIn({ relyingParty: { revocations } });
  const other = createBrowser(scene);
  await other.signIn();
  const kept = new Map(browser.cookies);
  await browser.send("/auth/logout", { method: "POST", headers: { "x-csrf": "1" } });
  for (const [name, value] of kept) browser.cookies.set(name, value);
  assert.equal((await askSession(browser)).isSignedIn, false);
  assert.equal((await askSession(other)).isSignedIn, true);
});

test("with revocations, cookies of before another login are good for nothing", async () => {
  const { browser } = await signedIn({ relyingParty: { revocations: storeOfScene() } });
  const kept = new Map(browser.cookies);
  await browser.signIn();
  assert.equal((await askSession(browser)).isSignedIn, true);
  for (const [name, value] of kept) browser.cookies.set(name, value);
  assert.equal((await askSession(browser)).isSignedIn, false);
});

test("a session that is over is not remembered as revoked", async () => {
  const store = storeOfScene();
  const written: string[] = [];
  const revocations: typeof store = {
    ...store,
    write: (key, value, options) => {
      written.push(key);
      return store.write(key, value, options);
    },
  };
  const { scene, browser } = await signedIn({ relyingParty: { revocations, absoluteSeconds: 60 } });
  scene.pass(60);
  assert.equal((await askSession(browser)).isSignedIn, false);
  assert.deepEqual(written, []);
});

test("a back-channel logout during which the store fails is asked for again, and then ends the session", async () => {
  const store = storeOfScene();
  let failures = 0;
  const sessions: typeof store = {
    ...store,
    remove: (key, options) => {
      if (failures === 0 || !key.startsWith("rp:session:")) return store.remove(key, options);
      failures -= 1;
      return Promise.reject(new Error("The store is away."));
    },
  };
  const { browser, post, scene } = await catchLogoutToken({ relyingParty: { sessions } });
  failures = 1;
  assert.deepEqual([(await post()).status, (await askSession(browser)).isSignedIn], [400, true]);
  assert.deepEqual([(await post()).status, (await askSession(browser)).isSignedIn], [200, false]);
  const told = scene.events.at(-1);
  assert.ok(told?.type === "logout.backchannel" && told.sessions === 1);
});

/** Lets what is under way in this process end. */
async function settled(isDone: () => boolean): Promise<void> {
  for (let count = 0; !isDone() && count < 200; count += 1) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** What the provider posted, caught on its way. */
async function catchLogoutToken(options: SceneOptions): Promise<{
  readonly scene: Scene;
  readonly browser: Browser;
  readonly post: (rp?: Scene["rp"]) => Promise<Response>;
}> {
  const bodies: string[] = [];
  const { scene, browser } = await signedIn({
    registration: backchannel,
    ...options,
    provider: {
      fetch: async (_input, init) => {
        bodies.push(String(init?.body));
        return new Response(null, { status: 200 });
      },
    },
  });
  await scene.provider.admin.sessions.endAll("ada");
  await settled(() => bodies.length > 0);
  const post = (rp = scene.rp): Promise<Response> => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return rp.handler(
      new Request(backchannel.backchannel_logout_uri, { method: "POST", headers, body: bodies[0] ?? "" }),
    );
  };
  return { scene, browser, post };
}

test("a logout token is used once", async () => {
  const { browser, post } = await catchLogoutToken({ relyingParty: { sessions: storeOfScene() } });
  assert.equal((await askSession(browser)).isSignedIn, true);
  assert.equal((await post()).status, 200);
  assert.equal((await askSession(browser)).isSignedIn, false);
  const again = await post();
  assert.equal(again.status, 400);
  assert.deepEqual([again.headers.get("cache-control"), (await again.json()).error], ["no-store", "invalid_request"]);
});

test("a back-channel logout that is no logout token is refused with an error", async () => {
  const { scene, browser } = await signedIn({ registration: backchannel, relyingParty: { sessions: storeOfScene() } });
  for (const body of ["", "logout_token=e30.e30.AA", "logout_token="]) {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const response = await browser.send("/auth/backchannel-logout", { method: "POST", headers, body });
    assert.deepEqual([response.status, (await response.json()).error], [400, "invalid_request"]);
    assert.equal(scene.events.at(-1)?.type, "logout.refused");
  }
  assert.equal((await browser.send("/auth/backchannel-logout")).status, 405);
  assert.equal((await askSession(browser)).isSignedIn, true);
});

test("sessions in cookies alone cannot be ended by the provider, which the application is told", async () => {
  const { scene, post } = await catchLogoutToken({});
  const response = await post();
  assert.deepEqual([response.status, await response.json()], [400, { error: "server_error" }]);
  const refused = scene.events.at(-1);
  assert.ok(refused?.type === "logout.refused" && refused.code === "ERR_CONFIGURATION_OPTION");
});

test("a login after a back-channel logout is not ended by it", async () => {
  const { scene, browser, post } = await catchLogoutToken({ relyingParty: { revocations: storeOfScene() } });
  await post();
  assert.equal((await askSession(browser)).isSignedIn, false);
  scene.pass(1);
  await browser.signIn();
  assert.equal((await askSession(browser)).isSignedIn, true);
});

test("a front-channel logout ends the session that it names, and no other", async () => {
  const { scene, browser } = await signedIn({ relyingParty: { sessionSameSite: "none" } });
  const { session } = await scene.rp.getSession(browser.request("/"));
  const iss = "https://id.example.com";
  for (const query of [
    "",
    `?iss=${iss}&sid=another`,
    `?iss=${iss}`,
    `?iss=https://evil.example&sid=${session?.sid}`,
    `?sid=${session?.sid}`,
  ]) {
    await browser.send(`/auth/frontchannel-logout${query}`);
    assert.equal((await askSession(browser)).isSignedIn, true, query);
  }
  const response = await browser.send(`/auth/frontchannel-logout?iss=${iss}&sid=${session?.sid}`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-security-policy"), "frame-ancestors https://id.example.com");
  assert.equal((await askSession(browser)).isSignedIn, false);
});
