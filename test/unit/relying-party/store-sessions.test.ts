import assert from "node:assert/strict";
import { test } from "node:test";
import { createSessionIndex } from "../../../src/relying-party/session-index.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import type { SharedStore } from "../../../src/util/shared-store.ts";
import { askSession, createBrowser, createScene } from "../../fixtures/relying-party-scene.ts";

/** A store that remembers what was written. */
function createWatchedStore(): SharedStore & { readonly written: Map<string, string> } {
  const store = createMemorySharedStore({ clock: () => 0 });
  const written = new Map<string, string>();
  return {
    ...store,
    written,
    write: (key, value, options) => {
      written.set(key, value);
      return store.write(key, value, options);
    },
  };
}

test("a store holds neither the handle of a session nor anything that could be read", async () => {
  const sessions = createWatchedStore();
  const scene = createScene({ relyingParty: { sessions } });
  const browser = createBrowser(scene);
  await browser.signIn();
  const handle = browser.cookies.get("__Host-rp.auth~session") ?? "";
  assert.match(handle, /^[\w-]{43}$/);
  const { session } = await scene.rp.getSession(browser.request("/"));
  const told = JSON.stringify([...sessions.written]);
  for (const hidden of [handle, await session?.getAccessToken(), '"ada"', session?.sid]) {
    assert.equal(told.includes(hidden ?? "?"), false);
  }
  assert.ok([...sessions.written.keys()].every((key) => /^[!-~]{1,200}$/.test(key)));
});

test("a session of one entry of the store does not open in another", async () => {
  const sessions = createWatchedStore();
  const scene = createScene({ relyingParty: { sessions } });
  const [one, two] = [createBrowser(scene), createBrowser(scene)];
  await one.signIn();
  await two.signIn("", "bob");
  const [first = "", second = ""] = [...sessions.written.keys()].filter((key) => key.startsWith("rp:session:"));
  await sessions.write(first, sessions.written.get(second) ?? "", { expiresAtMs: 1e15 });
  assert.equal((await askSession(one)).isSignedIn, false);
  assert.equal((await askSession(two)).isSignedIn, true);
});

test("a session that is ended between being named and being written is not begun", async () => {
  const store = createMemorySharedStore({ clock: () => 0 });
  let isOut = false;
  const sessions: SharedStore = {
    ...store,
    write: async (key, value, options) => {
      const version = await store.write(key, value, options);
      // A logout of the user takes the names away.
      if (isOut && key.startsWith("rp:sub:")) await store.remove(key);
      return version;
    },
  };
  const scene = createScene({ relyingParty: { sessions } });
  const browser = createBrowser(scene);
  const callback = await browser.startLogin();
  isOut = true;
  await browser.send(callback);
  assert.equal((await askSession(browser)).isSignedIn, false);
});

test("an index keeps the newest 200 and names those that must go", async () => {
  const index = createSessionIndex(createMemorySharedStore({ clock: () => 0 }), () => 0);
  for (let count = 0; count < 200; count += 1) {
    assert.deepEqual(await index.add("k", { key: `s${count}`, expiresAtMs: 1000 }), []);
  }
  assert.deepEqual(await index.add("k", { key: "s200", expiresAtMs: 1000 }), ["s0"]);
  assert.equal((await index.list("k")).length, 200);
  await index.drop("k", "s200");
  assert.equal((await index.take("k")).length, 199);
  assert.deepEqual(await index.take("k"), []);
});

test("an index forgets what has expired, and writes over nobody", async () => {
  let now = 0;
  const store = createMemorySharedStore({ clock: () => 0 });
  const index = createSessionIndex(store, () => now);
  await Promise.all(["a", "b", "c"].map((key) => index.add("k", { key, expiresAtMs: 1000 })));
  assert.deepEqual([...(await index.list("k"))].sort(), ["a", "b", "c"]);
  now = 1000;
  assert.deepEqual(await index.list("k"), []);
  const busy = createSessionIndex({ ...store, write: async () => undefined }, () => 0);
  await assert.rejects(busy.add("k", { key: "d", expiresAtMs: 2000 }), /too many others/);
});
