import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigurationError, VerificationError } from "../../../src/errors/families.ts";
import { createCookieSessions } from "../../../src/relying-party/cookie-sessions.ts";
import { createRelyingParty, type RelyingParty } from "../../../src/relying-party/index.ts";
import { readSettings } from "../../../src/relying-party/read-settings.ts";
import { createRenewal } from "../../../src/relying-party/renewal.ts";
import { createSealer } from "../../../src/relying-party/sealer.ts";
import type { KeptSession } from "../../../src/relying-party/session-keeper.ts";

import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import { systemRandom } from "../../../src/util/random.ts";
import type { SharedStore } from "../../../src/util/shared-store.ts";
import {
  type Browser,
  createBrowser,
  createScene,
  type Scene,
  type SceneOptions,
} from "../../fixtures/relying-party-scene.ts";

const storeOfScene = (): SharedStore => createMemorySharedStore({ clock: () => 0 });
const refreshes = ({ requests }: Scene): number => requests.filter((path) => path === "/token").length - 1;

async function signedIn(options: SceneOptions = {}): Promise<{ readonly scene: Scene; readonly browser: Browser }> {
  const scene = createScene(options);
  const browser = createBrowser(scene);
  await browser.signIn();
  return { scene, browser };
}

async function tokenOf(rp: RelyingParty, request: Request): Promise<string | undefined> {
  return (await rp.getSession(request)).session?.getAccessToken();
}

test("a provider that has just failed keeps nobody waiting who has a token that is good", async () => {
  let calls = 0;
  let isAway = false;
  const { scene, browser } = await signedIn({
    fetch: async (input, _init, next) => {
      if (!isAway || !input.endsWith("/token")) return next();
      calls += 1;
      throw new TypeError("connection refused");
    },
  });
  isAway = true;
  scene.pass(560);
  for (let count = 0; count < 5; count += 1) {
    assert.equal(typeof (await tokenOf(scene.rp, browser.request("/"))), "string");
  }
  assert.equal(calls, 1);
  scene.pass(2);
  await tokenOf(scene.rp, browser.request("/"));
  assert.equal(calls, 2);
  isAway = false;
  scene.pass(20);
  await tokenOf(scene.rp, browser.request("/"));
  assert.ok(scene.eventTypes().includes("session.renewed"));
});

test("a refresh token that was refused is not shown again at once", async () => {
  const { scene, browser } = await signedIn({
    provider: { lifetimes: { accessTokenSeconds: 600, refreshTokenSeconds: 500 } },
  });
  scene.pass(560);
  for (let count = 0; count < 3; count += 1)
    assert.equal(typeof (await tokenOf(scene.rp, browser.request("/"))), "string");
  assert.equal(refreshes(scene), 1);
});

test("who waits for another process that renews gets its tokens", async () => {
  const store = storeOfScene();
  const { scene, browser } = await signedIn({ relyingParty: { sessions: store } });
  const before = await tokenOf(scene.rp, browser.request("/"));
  scene.pass(560);
  const request = browser.request("/");
  // The other process has the lease, and renews while this one waits.
  let open: (() => void) | undefined;
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  const slow = createRelyingParty({
    ...scene.options,
    sessions: {
      ...store,
      read: async (key) => {
        await isOpen;
        return store.read(key);
      },
    },
  });
  const waiting = tokenOf(scene.rp, request);
  const other = tokenOf(slow, request.clone());
  open?.();
  const [one, two] = await Promise.all([waiting, other]);
  assert.equal(one, two);
  assert.notEqual(one, before);
  assert.equal(refreshes(scene), 1);
});

/** A store of which another process has every lease. */
const leased = (store: SharedStore, onRead: () => Promise<unknown>): SharedStore => ({
  ...store,
  acquire: async () => {
    await onRead();
    return undefined;
  },
});

test("a session that another process ends, which had the right to renew it, is over", async () => {
  const store = storeOfScene();
  const keys: string[] = [];
  const watched: SharedStore = {
    ...store,
    write: (key, value, options) => {
      if (key.startsWith("rp:session:")) keys.push(key);
      return store.write(key, value, options);
    },
  };
  const { scene, browser } = await signedIn({ relyingParty: { sessions: watched } });
  scene.pass(560);
  const rp = createRelyingParty({ ...scene.options, sessions: leased(store, () => store.remove(keys[0] ?? "")) });
  assert.equal((await rp.getSession(browser.request("/"))).session, undefined);
  assert.equal(refreshes(scene), 0);
});

test("who waits for a process that has died goes on with the token that there is, for now", async () => {
  const store = storeOfScene();
  const { scene, browser } = await signedIn({ relyingParty: { sessions: store } });
  scene.pass(560);
  const { clock = () => 0 } = scene.options;
  // Time goes on while it waits.
  let waitedMs = 0;
  const rp = createRelyingParty({
    ...scene.options,
    sessions: leased(store, async () => {
      waitedMs = 1;
    }),
    clock() {
      if (waitedMs > 0) waitedMs += 5000;
      return clock() + waitedMs;
    },
  });
  const { session } = await rp.getSession(browser.request("/"));
  assert.equal(session?.subject, "ada");
  assert.equal(refreshes(scene), 0);
  const failed = scene.events.at(-1);
  assert.ok(failed?.type === "session.renewal_failed" && failed.code === undefined);
});

test("new tokens are not lost where the store fails when they are to be written", async () => {
  const store = storeOfScene();
  let isAway = false;
  const sessions: SharedStore = {
    ...store,
    write: (key, value, options) =>
      isAway ? Promise.reject(new Error("The store is away.")) : store.write(key, value, options),
  };
  const { scene, browser } = await signedIn({ relyingParty: { sessions } });
  scene.pass(560);
  isAway = true;
  await tokenOf(scene.rp, browser.request("/"));
  isAway = false;
  scene.pass(5);
  const { session } = await scene.rp.getSession(browser.request("/"));
  assert.equal(session?.subject, "ada");
  assert.equal(refreshes(scene), 1);
  assert.ok(scene.eventTypes().includes("session.renewed"));
  // What was remembered for that is not handed out to who wants other tokens.
  const token = await session.getAccessToken();
  assert.notEqual(await session.getAccessToken({ forceRenewal: true }), token);
});

test("a session that is written all the time by others is not renewed over them", async () => {
  const store = storeOfScene();
  let isBusy = false;
  const sessions: SharedStore = {
    ...store,
    write: async (key, value, options) =>
      isBusy && key.startsWith("rp:session:") ? undefined : store.write(key, value, options),
  };
  const { scene, browser } = await signedIn({ relyingParty: { sessions } });
  scene.pass(560);
  isBusy = true;
  assert.equal((await scene.rp.getSession(browser.request("/"))).session, undefined);
});

test("tokens go into what somebody else has written meanwhile", async () => {
  const store = storeOfScene();
  let onToken: (() => Promise<unknown>) | undefined;
  const { scene, browser } = await signedIn({
    relyingParty: { sessions: store },
    fetch: async (input, _init, next) => {
      const work = onToken;
      if (input.endsWith("/token")) {
        onToken = undefined;
        await work?.();
      }
      return next();
    },
  });
  const before = await tokenOf(scene.rp, browser.request("/"));
  scene.pass(560);
  // It does not renew yet, and notes that the user was here.
  const other = createRelyingParty({ ...scene.options, renewBeforeSeconds: 0 });
  const request = browser.request("/");
  onToken = async () => other.getSession(request);
  assert.notEqual(await tokenOf(scene.rp, request), before);
  assert.equal(refreshes(scene), 1);
});

for (const [title, error, isEnded, code] of [
  [
    "another user's token",
    new VerificationError("ERR_VERIFICATION_SUBJECT", { message: "sub" }),
    true,
    "ERR_VERIFICATION_SUBJECT",
  ],
  [
    "a key that is gone",
    new ConfigurationError("ERR_CONFIGURATION_KEY", { message: "key" }),
    true,
    "ERR_CONFIGURATION_KEY",
  ],
  [
    "another setting",
    new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: "option" }),
    false,
    "ERR_CONFIGURATION_OPTION",
  ],
  ["what nobody expects", new TypeError("boom"), false, undefined],
] as const) {
  test(`a renewal that fails for ${title} ${isEnded ? "ends the session" : "leaves the session"}`, async () => {
    const { scene, browser } = await signedIn({ relyingParty: { sessions: storeOfScene() } });
    const { client } = scene.options;
    assert.ok("refresh" in client);
    const rp = createRelyingParty({ ...scene.options, client: { ...client, refresh: () => Promise.reject(error) } });
    scene.pass(560);
    assert.equal((await rp.getSession(browser.request("/"))).session === undefined, isEnded);
    const told = scene.events.at(-1);
    assert.ok(told?.type === (isEnded ? "session.ended" : "session.renewal_failed") && told.code === code);
  });
}

test("a forced renewal says why it did not work", async () => {
  const { scene, browser } = await signedIn({ relyingParty: { sessions: storeOfScene() } });
  const { client } = scene.options;
  assert.ok("refresh" in client);
  const failing = (error: unknown): RelyingParty =>
    createRelyingParty({ ...scene.options, client: { ...client, refresh: () => Promise.reject(error) } });
  const away = (await failing(new TypeError("boom")).getSession(browser.request("/"))).session;
  await assert.rejects(async () => away?.getAccessToken({ forceRenewal: true }), { message: "boom" });
  const refused = new VerificationError("ERR_VERIFICATION_SUBJECT", { message: "sub" });
  const over = (await failing(refused).getSession(browser.request("/"))).session;
  await assert.rejects(async () => over?.getAccessToken({ forceRenewal: true }), {
    code: "ERR_VERIFICATION_EXPIRED",
    parameter: "refresh_token",
  });
});

for (const [title, isGone] of [
  ["has renewed", false],
  ["has ended", true],
] as const) {
  test(`what another process ${title} just before this one has the right to renew, is not renewed again`, async () => {
    const store = storeOfScene();
    const keys: string[] = [];
    const watched: SharedStore = {
      ...store,
      write: (key, value, options) => {
        if (key.startsWith("rp:session:")) keys.push(key);
        return store.write(key, value, options);
      },
    };
    const { scene, browser } = await signedIn({ relyingParty: { sessions: watched } });
    scene.pass(560);
    const request = browser.request("/");
    let other: string | undefined;
    const rp = createRelyingParty({
      ...scene.options,
      sessions: {
        ...store,
        acquire: async (key, leaseMs) => {
          if (isGone) await store.remove(keys[0] ?? "");
          else other = await tokenOf(scene.rp, request);
          return store.acquire(key, leaseMs);
        },
      },
    });
    assert.equal(await tokenOf(rp, request.clone()), other);
    assert.equal(refreshes(scene), isGone ? 0 : 1);
  });
}

test("what a refresh gave is remembered no longer than it is good, and for a minute at most", async () => {
  const { scene, browser } = await signedIn();
  const { client } = scene.options;
  assert.ok("refresh" in client);
  let calls = 0;
  const lifetimes = [30_000, 3_600_000, undefined];
  const refresh: typeof client.refresh = async (tokens) => {
    const lifetimeMs = lifetimes[calls];
    calls += 1;
    const expiresAt = lifetimeMs === undefined ? undefined : (scene.options.clock?.() ?? 0) + lifetimeMs;
    return { ...tokens, response: { ...tokens.response, access_token: `at-${calls}` }, expiresAt };
  };
  const rp = createRelyingParty({ ...scene.options, client: { ...client, refresh } });
  scene.pass(560);
  // The browser never takes the new cookies, and the provider leaves the refresh token as it is.
  for (const [seconds, want] of [
    [0, "at-1"],
    [29, "at-1"],
    [1, "at-2"],
    [59, "at-2"],
    [1, "at-3"],
    [59, "at-3"],
  ] as const) {
    scene.pass(seconds);
    assert.equal(await tokenOf(rp, browser.request("/")), want);
  }
});

test("of a thousand renewals that are remembered the oldest is forgotten", async () => {
  const { options } = createScene();
  const settings = readSettings(options);
  const sealer = createSealer(["first-secret-of-the-application-0001"], { random: systemRandom, owner: "app" });
  const clock = (): number => 1000;
  const refreshed: (string | undefined)[] = [];
  const renewal = createRenewal({
    keeper: createCookieSessions({ settings, sealer, clock }, undefined),
    client: {
      refresh: async (tokens) => {
        refreshed.push(tokens.refreshToken);
        return { ...tokens, expiresAt: 3_600_000 };
      },
    },
    settings,
    clock,
    random: systemRandom,
    report: () => undefined,
  });
  const kept = (refreshToken: string): KeptSession => {
    const claims = { iss: "https://id.example.com", sub: "ada", aud: "web", exp: 1, iat: 0 };
    const response = { access_token: "at", token_type: "Bearer" };
    const facts = { issuer: claims.iss, jkt: undefined, receivedAt: 0, expiresAt: 2000 };
    const login = { state: "state", returnTo: "/" };
    const tokens = { response, claims, refreshToken, ...facts };
    return { record: { id: "one", createdAt: 0, seenAt: 0, logoutKey: "key", login, tokens }, isStale: false };
  };
  for (let count = 0; count <= 1000; count += 1) await renewal.renew(kept(`rt-${count}`));
  await renewal.renew(kept("rt-1"));
  assert.equal(refreshed.length, 1001);
  await renewal.renew(kept("rt-0"));
  assert.equal(refreshed.at(-1), "rt-0");
});
