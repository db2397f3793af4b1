import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import type { SharedStore } from "../../../src/util/shared-store.ts";
import { askSession, createBrowser, createScene } from "../../fixtures/relying-party-scene.ts";

const storeOfScene = (): SharedStore => createMemorySharedStore({ clock: () => 0 });

for (const kind of ["cookie", "store"] as const) {
  const sessions = (): "cookie" | SharedStore => (kind === "cookie" ? kind : storeOfScene());

  test(`a session that is only read is neither renewed nor noted (${kind})`, async () => {
    const scene = createScene({ relyingParty: { sessions: sessions() } });
    const browser = createBrowser(scene);
    await browser.signIn();
    const { session } = await scene.rp.getSession(browser.request("/"), { renew: false });
    const token = await session?.getAccessToken();
    scene.pass(560);
    const later = await scene.rp.getSession(browser.request("/"), { renew: false });
    assert.deepEqual([later.session?.subject, later.setCookies], ["ada", []]);
    assert.equal(await later.session?.getAccessToken(), token);
    assert.equal(later.session?.expiresAt, session?.expiresAt);
    scene.pass(100);
    const over = await scene.rp.getSession(browser.request("/"), { renew: false });
    await assert.rejects(async () => over.session?.getAccessToken(), {
      code: "ERR_VERIFICATION_EXPIRED",
      message: /renew: false/,
    });
    assert.equal(scene.requests.filter((path) => path === "/token").length, 1);
    const renewed = await scene.rp.getSession(browser.request("/"), { renew: true });
    assert.notEqual(await renewed.session?.getAccessToken(), token);
  });

  test(`a session that is over is none to who only reads, and is not ended by that (${kind})`, async () => {
    const scene = createScene({ relyingParty: { sessions: sessions(), idleSeconds: 60 } });
    const browser = createBrowser(scene);
    await browser.signIn();
    scene.pass(59);
    assert.notEqual((await scene.rp.getSession(browser.request("/"), { renew: false })).session, undefined);
    scene.pass(1);
    const found = await scene.rp.getSession(browser.request("/"), { renew: false });
    assert.deepEqual([found.session, found.setCookies], [undefined, []]);
    assert.equal(scene.eventTypes().includes("session.ended"), false);
  });
}

test("who only reads finds no session where there is none", async () => {
  const scene = createScene();
  const found = await scene.rp.getSession(createBrowser(scene).request("/"), { renew: false });
  assert.deepEqual([found.session, found.setCookies], [undefined, []]);
});

test("a session that somebody ends while its use is being noted is none any more", async () => {
  const store = storeOfScene();
  let isEnding = false;
  const sessions: SharedStore = {
    ...store,
    write: async (key, value, options) => {
      if (isEnding && key.startsWith("rp:session:")) await store.remove(key);
      return store.write(key, value, options);
    },
  };
  const scene = createScene({ relyingParty: { sessions } });
  const browser = createBrowser(scene);
  await browser.signIn();
  scene.pass(400);
  isEnding = true;
  const { session, setCookies } = await scene.rp.getSession(browser.request("/"));
  assert.equal(session, undefined);
  assert.match(setCookies[0] ?? "", /Max-Age=0$/);
});

test("a session that somebody else notes at the same time goes on", async () => {
  const store = storeOfScene();
  let isBusy = false;
  const sessions: SharedStore = {
    ...store,
    write: async (key, value, options) => {
      if (isBusy && key.startsWith("rp:session:")) {
        isBusy = false;
        const { value: other = "" } = (await store.read(key)) ?? {};
        await store.write(key, other, { expiresAtMs: options.expiresAtMs });
      }
      return store.write(key, value, options);
    },
  };
  const scene = createScene({ relyingParty: { sessions } });
  const browser = createBrowser(scene);
  await browser.signIn();
  scene.pass(400);
  isBusy = true;
  const { session, setCookies } = await scene.rp.getSession(browser.request("/"));
  assert.equal(session?.subject, "ada");
  assert.match(setCookies[0] ?? "", /Max-Age=86000$/);
});

test("a question that is no sign of life ends a session that is over", async () => {
  const scene = createScene({ relyingParty: { idleSeconds: 600 } });
  const browser = createBrowser(scene);
  await browser.signIn();
  const ask = async (): Promise<unknown> =>
    (await browser.send("/auth/session?slide=false", { headers: { "x-csrf": "1" } })).json();
  scene.pass(599);
  assert.match(JSON.stringify(await ask()), /"isSignedIn":true.*"expiresInSeconds":1,/);
  scene.pass(1);
  assert.deepEqual(await ask(), { isSignedIn: false });
  assert.equal((await askSession(browser)).isSignedIn, false);
});
