import assert from "node:assert/strict";
import { test } from "node:test";
import { createCookieSessions } from "../../../src/relying-party/cookie-sessions.ts";
import { readSettings } from "../../../src/relying-party/read-settings.ts";
import { createSealer } from "../../../src/relying-party/sealer.ts";
import type { SessionKeeper } from "../../../src/relying-party/session-keeper.ts";
import type { SessionRecord } from "../../../src/relying-party/session-record.ts";
import { createStoreSessions } from "../../../src/relying-party/store-sessions.ts";
import { createMemorySharedStore } from "../../../src/util/memory-shared-store.ts";
import { systemRandom } from "../../../src/util/random.ts";
import type { SharedStore } from "../../../src/util/shared-store.ts";
import { createScene } from "../../fixtures/relying-party-scene.ts";

const iss = "https://id.example.com";
const store = (): SharedStore => createMemorySharedStore({ clock: () => 0 });

function record(
  id: string,
  more: { readonly sub?: string; readonly sid?: string; readonly createdAt?: number } = {},
): SessionRecord {
  const { createdAt = 1000, ...named } = more;
  return {
    id,
    createdAt,
    seenAt: createdAt,
    logoutKey: "key",
    login: { state: "state", returnTo: "/" },
    tokens: {
      response: { access_token: `at-${id}`, token_type: "Bearer" },
      claims: { iss, sub: "ada", aud: "web", exp: 600, iat: 0, ...named },
      issuer: iss,
      refreshToken: undefined,
      jkt: undefined,
      receivedAt: 0,
      expiresAt: undefined,
    },
  };
}

function parts() {
  const settings = readSettings(createScene().options);
  const sealer = createSealer(["first-secret-of-the-application-0001"], { random: systemRandom, owner: "app" });
  return { settings, sealer, clock: () => 2000, random: systemRandom };
}

function cookiesOf(setCookies: readonly string[]): ReadonlyMap<string, string> {
  const pairs = setCookies.map((field) => /^([^=]+)=([^;]*)/.exec(field) ?? []);
  return new Map(pairs.map(([, name = "", value = ""]) => [name, value]));
}

const keepers: Readonly<Record<string, () => SessionKeeper>> = {
  "cookies with revocations": () => createCookieSessions(parts(), store()),
  store: () => createStoreSessions({ ...parts(), store: store() }),
};

for (const [kind, create] of Object.entries(keepers)) {
  test(`a logout of a user ends the sessions of that user, with and without a name of the provider's (${kind})`, async () => {
    const keeper = create();
    const [one, two, other] = [
      await keeper.create(record("one"), new Map()),
      await keeper.create(record("two", { sid: "s2" }), new Map()),
      await keeper.create(record("three", { sub: "bob" }), new Map()),
    ].map(cookiesOf);
    const ended = await keeper.endNamed({ iss, sub: "ada" });
    assert.equal(ended, kind === "store" ? 2 : undefined);
    for (const cookies of [one, two]) assert.equal(await keeper.find(cookies ?? new Map()), undefined);
    assert.equal((await keeper.find(other ?? new Map()))?.record.id, "three");
  });

  test(`a logout of one session of the provider ends no other of the user (${kind})`, async () => {
    const keeper = create();
    const one = cookiesOf(await keeper.create(record("one", { sid: "s1" }), new Map()));
    const two = cookiesOf(await keeper.create(record("two", { sid: "s2" }), new Map()));
    const three = cookiesOf(await keeper.create(record("three"), new Map()));
    await keeper.endNamed({ iss, sub: "ada", sid: "s1" });
    assert.equal(await keeper.find(one), undefined);
    assert.equal((await keeper.find(two))?.record.id, "two");
    assert.equal((await keeper.find(three))?.record.id, "three");
  });

  test(`a logout of another provider ends nothing (${kind})`, async () => {
    const keeper = create();
    const one = cookiesOf(await keeper.create(record("one", { sid: "s1" }), new Map()));
    await keeper.endNamed({ iss: "https://other.example.com", sub: "ada" });
    await keeper.endNamed({ iss: "https://other.example.com", sid: "s1" });
    assert.equal((await keeper.find(one))?.record.id, "one");
  });

  test(`one session ends alone (${kind})`, async () => {
    const keeper = create();
    const one = cookiesOf(await keeper.create(record("one"), new Map()));
    const two = cookiesOf(await keeper.create(record("two"), new Map()));
    const kept = await keeper.find(one);
    assert.ok(kept !== undefined);
    await keeper.end(kept);
    assert.equal(await keeper.find(one), undefined);
    assert.equal((await keeper.find(two))?.record.id, "two");
  });
}

test("a logout of a user does not end what began after it", async () => {
  const keeper = createCookieSessions(parts(), store());
  await keeper.endNamed({ iss, sub: "ada" });
  const same = cookiesOf(await keeper.create(record("same", { createdAt: 2000 }), new Map()));
  const later = cookiesOf(await keeper.create(record("later", { createdAt: 2001 }), new Map()));
  assert.equal(await keeper.find(same), undefined);
  assert.equal((await keeper.find(later))?.record.id, "later");
});

test("what is not of the store is neither read again, written nor ended there", async () => {
  const keeper = createStoreSessions({ ...parts(), store: store() });
  const foreign = { record: record("one"), isStale: false };
  assert.equal(await keeper.reread(foreign), undefined);
  assert.equal(await keeper.update(foreign, foreign.record), undefined);
  await keeper.end(foreign);
  assert.deepEqual(await keeper.issue(foreign, new Map()), []);
});

test("a session that has changed meanwhile is not written over, one that is gone is not written again", async () => {
  const keeper = createStoreSessions({ ...parts(), store: store() });
  const cookies = cookiesOf(await keeper.create(record("one"), new Map()));
  const kept = await keeper.find(cookies);
  assert.ok(kept !== undefined);
  const updated = await keeper.update(kept, { ...kept.record, seenAt: 1500 });
  assert.equal(updated?.record.seenAt, 1500);
  assert.equal(await keeper.update(kept, { ...kept.record, seenAt: 1600 }), undefined);
  await keeper.end(kept);
  assert.equal(await keeper.update(updated, updated.record), undefined);
  assert.equal(await keeper.find(cookies), undefined);
});

test("of more sessions of one user than there is room for, the oldest ends", async () => {
  const keeper = createStoreSessions({ ...parts(), store: store() });
  const first = cookiesOf(await keeper.create(record("first"), new Map()));
  for (let count = 0; count < 199; count += 1) await keeper.create(record(String(count)), new Map());
  assert.notEqual(await keeper.find(first), undefined);
  await keeper.create(record("last"), new Map());
  assert.equal(await keeper.find(first), undefined);
});

test("a session that begins while a logout ends the others ends with them", async () => {
  const shared = store();
  let begin: (() => Promise<void>) | undefined;
  const watched: SharedStore = {
    ...shared,
    remove: async (key, options) => {
      const work = begin;
      begin = undefined;
      await work?.();
      return shared.remove(key, options);
    },
  };
  const keeper = createStoreSessions({ ...parts(), store: watched });
  await keeper.create(record("one"), new Map());
  let late: ReadonlyMap<string, string> = new Map();
  begin = async () => {
    late = cookiesOf(await keeper.create(record("late"), new Map()));
  };
  assert.equal(await keeper.endNamed({ iss, sub: "ada" }), 2);
  assert.equal(await keeper.find(late), undefined);
});

test("a name whose session is gone already counts for nothing", async () => {
  const shared = store();
  const keys: string[] = [];
  const watched: SharedStore = {
    ...shared,
    write: (key, value, options) => {
      keys.push(key);
      return shared.write(key, value, options);
    },
  };
  const keeper = createStoreSessions({ ...parts(), store: watched });
  await keeper.create(record("one"), new Map());
  await shared.remove(keys.find((key) => key.startsWith("rp:session:")) ?? "");
  assert.equal(await keeper.endNamed({ iss, sub: "ada" }), 0);
});

test("in cookies a session is what its request says, and every request may renew it", async () => {
  const keeper = createCookieSessions(parts(), undefined);
  const kept = { record: record("one"), isStale: true };
  assert.equal(await keeper.reread(kept), kept);
  assert.deepEqual(await keeper.update(kept, kept.record), { ...kept, isStale: false });
  const lease = await keeper.lease(kept);
  assert.equal(await lease?.release(), undefined);
  await keeper.end(kept);
  await assert.rejects(keeper.endNamed({ iss, sub: "ada" }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "revocations",
  });
});
