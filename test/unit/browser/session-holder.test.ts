import assert from "node:assert/strict";
import { test } from "node:test";
import { type BrowserDatabase, createMemoryDatabase } from "../../../src/browser/browser-database.ts";
import { createSessionHolder, type SessionChange, type SessionHolder } from "../../../src/browser/session-holder.ts";
import type { SessionRecord, SessionStorage } from "../../../src/browser/session-record.ts";
import { openTabChannel, type TabMessage } from "../../../src/browser/tab-channel.ts";
import { createChannels } from "../../fixtures/browser-pages.ts";
import { makeSession } from "../../fixtures/browser-scene.ts";

const issuer = "https://id.example.com";

interface Tab {
  readonly holder: SessionHolder;
  readonly told: string[];
  readonly failures: unknown[];
  readonly stored: Map<string, string>;
}

interface World {
  readonly tab: (parts?: { readonly stored?: string; readonly storage?: SessionStorage }) => Tab;
  /** Says something as another page of the origin. */
  readonly say: (message: TabMessage) => void;
  readonly mark: (marker: object | undefined) => Promise<unknown>;
  readonly heard: TabMessage[];
  fails: boolean;
  /** What the database waits for before it gives what it has read. */
  gate: Promise<void> | undefined;
}

function createWorld(): World {
  const BroadcastChannel = createChannels();
  const kept = createMemoryDatabase();
  const stranger = openTabChannel({ BroadcastChannel }, "app");
  const heard: TabMessage[] = [];
  stranger.listen((message) => void heard.push(message));
  const world: World = {
    heard,
    fails: false,
    gate: undefined,
    say: stranger.post,
    mark: (marker) => kept.update("session", () => marker),
    tab({ stored, storage } = {}) {
      const texts = new Map<string, string>(stored === undefined ? [] : [["session", stored]]);
      const told: string[] = [];
      const failures: unknown[] = [];
      const database: BrowserDatabase = {
        update: async (key, change) => {
          if (world.fails) throw new Error("blocked");
          const value = await kept.update(key, change);
          await world.gate;
          return value;
        },
      };
      const holder = createSessionHolder({
        issuer,
        database,
        markerKey: "session",
        storage: storage ?? {
          read: () => texts.get("session"),
          write: (text) => void texts.set("session", text),
          remove: () => void texts.delete("session"),
        },
        channel: openTabChannel({ BroadcastChannel }, "app"),
        answerMs: 30,
        onChange: ({ kind, session, elsewhere }: SessionChange) =>
          void told.push(
            `${kind.replace("session.", "")} ${session.id} ${session.generation}${elsewhere ? " elsewhere" : ""}`,
          ),
        onFailure: (error) => void failures.push(error),
      });
      return { holder, told, failures, stored: texts };
    },
  };
  return world;
}

const pause = (ms = 10): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const alive = { id: "one", generation: 0, ended: false };
const one = makeSession();
const renewed = makeSession({ generation: 1 });

test("a session of one page is that of all", async () => {
  const { tab } = createWorld();
  const [first, second] = [tab(), tab()];
  assert.equal(await first.holder.get(), undefined);
  assert.equal(await first.holder.put(one, "session.signed_in"), true);
  await pause();
  assert.deepEqual(await second.holder.get(), one);
  assert.equal(await second.holder.put(renewed, "session.renewed"), true);
  await pause();
  assert.deepEqual(await first.holder.get(), renewed);
  assert.deepEqual(first.told, ["signed_in one 0", "renewed one 1 elsewhere"]);
  assert.deepEqual(second.told, ["signed_in one 0 elsewhere", "renewed one 1"]);
  const third = tab();
  assert.deepEqual(await third.holder.get(), renewed, "a new page asks");
});

test("no page can make a session that of others by talking alone: the marker says which it is", async () => {
  const { tab, say, mark } = createWorld();
  const { holder, told, stored } = tab();
  await holder.put(one, "session.signed_in");
  say({ type: "session", session: makeSession({ id: "evil", signedInAt: 9e15 }) });
  say({ type: "session", session: makeSession({ generation: 7, id: "two" }) });
  say({ type: "session", session: { id: "broken" } });
  say({ type: "session", session: makeSession({}, { issuer: "https://evil.example" }) });
  await pause();
  assert.deepEqual([(await holder.get())?.id, told], ["one", ["signed_in one 0"]]);
  assert.match(stored.get("session") ?? "", /"id":"one"/);
  await mark(undefined);
  say({ type: "session", session: renewed });
  await pause();
  assert.equal(await holder.get(), undefined, "all data of the site were deleted");
});

test("a page that has slept does not bring back a session that has ended or been replaced", async () => {
  const { tab, say, mark } = createWorld();
  await mark({ ...alive, ended: true });
  const late = tab();
  say({ type: "session", session: one });
  await pause();
  assert.equal(await late.holder.get(), undefined);
  await mark({ ...alive, id: "two" });
  const asking = tab();
  const found = asking.holder.get();
  await pause(5);
  say({ type: "session", session: one });
  assert.equal(await found, undefined, "the answer of a page that has slept");
  assert.deepEqual([late.told, asking.told], [[], []]);
});

test("a page that missed a message finds out by itself (a page from the back/forward cache)", async () => {
  const { tab, mark, say } = createWorld();
  const { holder, told, stored } = tab();
  await holder.put(one, "session.signed_in");
  await mark({ ...alive, ended: true });
  assert.equal(await holder.get(), undefined);
  assert.deepEqual([told.at(-1), stored.size], ["expired one 0 elsewhere", 0]);
  const other = tab();
  await mark(alive);
  await other.holder.put(makeSession({ id: "three" }), "session.signed_in");
  await mark({ ...alive, id: "four" });
  const found = other.holder.get();
  await pause(5);
  say({ type: "session", session: makeSession({ id: "four" }) });
  assert.equal((await found)?.id, "four");
});

test("an older token is good for use, and not for a renewal", async () => {
  const { tab, mark, say } = createWorld();
  const { holder } = tab();
  await holder.put(one, "session.signed_in");
  await mark({ ...alive, generation: 1 });
  assert.deepEqual(await holder.get(), one);
  const newest = holder.catchUp();
  await pause(5);
  say({ type: "session", session: renewed });
  assert.deepEqual(await newest, renewed);
  await mark({ ...alive, generation: 2 });
  assert.equal(await holder.catchUp(), undefined, "nobody has the newer one");
});

test("a stored session is restored where the marker names it; any other is removed", async () => {
  const { tab, mark } = createWorld();
  await mark(alive);
  assert.deepEqual((await tab({ stored: JSON.stringify(one) }).holder.get())?.id, "one");
  for (const marker of [{ ...alive, generation: 1 }, { ...alive, id: "two" }, { ...alive, ended: true }, undefined]) {
    const other = createWorld();
    await other.mark(marker);
    const { holder, stored } = other.tab({ stored: JSON.stringify(one) });
    assert.equal(await holder.get(), undefined);
    assert.equal(stored.size, 0);
  }
});

test("the end of a session is heard before the page has looked at what it stored; that of another one changes nothing", async () => {
  const { tab, mark, say } = createWorld();
  await mark({ ...alive, ended: true });
  const unread = tab({ stored: JSON.stringify(one) });
  say({ type: "ended", id: "one", reason: "session.signed_out" });
  await pause();
  assert.equal(unread.stored.size, 0);
  await mark(alive);
  const { holder, told } = tab({ stored: JSON.stringify(one) });
  say({ type: "ended", id: "another", reason: "session.signed_out" });
  await pause();
  assert.equal((await holder.get())?.id, "one");
  say({ type: "ended", id: "one", reason: "constructor" });
  await pause();
  assert.deepEqual(told, ["signed_out one 0 elsewhere"], "a reason that nobody knows is a sign-out");
  assert.equal(await holder.get(), undefined);
  say({ type: "session", session: one });
  await pause();
  assert.equal(await holder.get(), undefined, "what has ended here does not come back");
});

test("the end of a session that is heard while the page reads an older marker counts", async () => {
  const world = createWorld();
  await world.mark(alive);
  const { holder, told } = world.tab({ stored: JSON.stringify(one) });
  world.gate = pause(20);
  const found = holder.get();
  world.say({ type: "ended", id: "one", reason: "session.signed_out" });
  assert.equal(await found, undefined);
  assert.deepEqual(told, []);
});

test("a session that ends is marked before others are told, and the renewal of an ended one is refused", async () => {
  const { tab, mark, heard } = createWorld();
  const { holder } = tab();
  await holder.put(one, "session.signed_in");
  assert.deepEqual(await holder.end("session.signed_out"), one);
  assert.equal(await holder.end("session.signed_out"), undefined);
  await pause();
  assert.deepEqual(heard.at(-1), { type: "ended", id: "one", reason: "session.signed_out" });
  assert.equal(await holder.put(renewed, "session.renewed"), false);
  await mark({ ...alive, id: "two" });
  assert.equal(await holder.put(renewed, "session.renewed"), false);
  await mark(undefined);
  assert.equal(await holder.put(renewed, "session.renewed"), false);
  assert.equal(await holder.get(), undefined);
});

test("an end spares the marker of another session", async () => {
  const { tab, mark } = createWorld();
  const { holder } = tab();
  await holder.put(one, "session.signed_in");
  const other = { ...alive, id: "two" };
  await mark(other);
  await holder.end("session.expired");
  assert.deepEqual(await mark(other), other);
});

test("a storage that is full keeps nobody from signing in or out, and no older tokens", async () => {
  const { tab } = createWorld();
  let text: string | undefined = "old";
  const storage: SessionStorage = {
    read: () => text,
    write() {
      throw new Error("QuotaExceededError");
    },
    remove() {
      text = undefined;
    },
  };
  const { holder, failures, told } = tab({ storage });
  assert.equal(await holder.put(one, "session.signed_in"), true);
  assert.deepEqual([await holder.get(), text, failures.length], [one, undefined, 1]);
  await holder.end("session.signed_out");
  assert.deepEqual(told, ["signed_in one 0", "signed_out one 0"]);
});

test("a database that fails ends no sign-out", async () => {
  const world = createWorld();
  const { holder, failures } = world.tab();
  const other = world.tab();
  await holder.put(one, "session.signed_in");
  await pause();
  world.fails = true;
  await assert.rejects(holder.get(), /blocked/);
  assert.deepEqual(await holder.end("session.signed_out"), one);
  assert.equal(failures.length, 1);
  await pause();
  assert.deepEqual(other.told, ["signed_in one 0 elsewhere", "signed_out one 0 elsewhere"]);
  world.say({ type: "session", session: renewed });
  await pause();
  world.fails = false;
  assert.equal(await other.holder.get(), undefined);
});

test("a page whose database does not open yet can end nothing, and says so to nobody", async () => {
  const world = createWorld();
  world.fails = true;
  const { holder, told } = world.tab({ stored: JSON.stringify(one) });
  assert.equal(await holder.end("session.signed_out"), undefined);
  world.say({ type: "ended", id: "x", reason: "session.expired" });
  await pause();
  assert.deepEqual(told, []);
});

test("who asks is answered by who has a session, and by nobody else", async () => {
  const { tab, say, heard } = createWorld();
  const { holder } = tab();
  tab();
  say({ type: "ask" });
  await pause();
  assert.equal(heard.length, 0);
  await holder.put(one, "session.signed_in");
  await pause();
  heard.length = 0;
  say({ type: "ask" });
  await pause();
  assert.ok(heard.every((message) => message.type === "session" && (message.session as SessionRecord).id === "one"));
  assert.equal(heard.length, 2);
});
