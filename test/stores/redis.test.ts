import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { createClient } from "redis";
import { createMemoryStore } from "../../src/provider/stores/memory/memory-store.ts";
import { createRedisStore, type RedisStore } from "../../src/provider/stores/redis/redis-store.ts";
import type { ConsumeOutcome, PartialProviderStore } from "../../src/provider/stores/store.ts";
import { hasRedisServer, type RedisServer, startRedisServer } from "../fixtures/provider/redis-server.ts";
import { makeArtifact, makeSession } from "../fixtures/provider/store-rows.ts";

type Both = Required<Pick<PartialProviderStore, "artifacts" | "sessions" | "replay" | "throttle">>;

const skip = hasRedisServer ? false : "no redis-server is installed";

describe("Redis", { skip }, () => {
  let server: RedisServer;
  let admin: ReturnType<typeof createClient>;
  let store: RedisStore;
  let nowMs = 1_900_000_000_000;
  const clock = (): number => nowMs;

  before(async () => {
    server = await startRedisServer();
    admin = createClient({ url: server.url });
    admin.on("error", () => undefined);
    await admin.connect();
    store = createRedisStore({ url: server.url, clock });
  });
  beforeEach(async () => {
    if (!admin.isReady) return;
    await admin.flushAll();
    nowMs = 1_900_000_000_000;
  });
  after(async () => {
    await store.close();
    admin.destroy();
    await server.close();
  });

  const code = { kind: "authorization_code", hash: "hash-1" } as const;

  /** Runs steps against Redis and against the memory, which must give the same. */
  async function agree(steps: (store: Both) => Promise<readonly unknown[]>): Promise<readonly unknown[]> {
    const start = nowMs;
    const expected = await steps(createMemoryStore({ clock }));
    nowMs = start;
    const given = await steps(store);
    assert.deepEqual(given, expected);
    return given;
  }

  test("artifacts: every verb gives what the store in memory gives", async () => {
    const seen = await agree(async ({ artifacts }) => {
      const first = makeArtifact(nowMs, { alternateHash: "user-1" });
      return [
        await artifacts.find(code),
        await artifacts.findByAlternate("authorization_code", "user-1"),
        await artifacts.consume(code, nowMs),
        await artifacts.put(first),
        await artifacts.put(first),
        await artifacts.put({ ...first, hash: "hash-2" }),
        await artifacts.put({ ...first, kind: "device_code" }),
        await artifacts.find(code),
        await artifacts.find({ ...code, kind: "interaction" }),
        await artifacts.findByAlternate("authorization_code", "user-1"),
        await artifacts.findByAlternate("interaction", "user-1"),
        await artifacts.update({ ...first, version: 1 }),
        await artifacts.update({ ...first, version: 3 }),
        await artifacts.update({ ...first, version: 2, payload: { changed: true }, expiresAtMs: nowMs + 90_000 }),
        await artifacts.find(code),
        await artifacts.consume(code, nowMs + 90_000),
        await artifacts.consume(code, nowMs + 89_999),
        await artifacts.consume(code, nowMs + 90_000),
        await artifacts.find(code),
        await artifacts.update({ ...first, version: 4 }),
        await artifacts.update({ ...first, version: 3 }),
        await artifacts.remove(code),
        await artifacts.remove(code),
        await artifacts.find(code),
        await artifacts.findByAlternate("authorization_code", "user-1"),
        await artifacts.put({ ...first, version: 1 }),
      ];
    });
    assert.deepEqual(seen[0], undefined);
    assert.deepEqual([seen[2], seen[3], seen[4], seen[5], seen[6]], [{ outcome: "missing" }, true, false, false, true]);
  });

  test("artifacts: of 200 callers at once one consumes, and all others are told of a second use", async () => {
    await store.artifacts.put(makeArtifact(nowMs));
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => store.artifacts.consume(code, nowMs)));
    const counted = outcomes.reduce((counts: Record<string, number>, { outcome }: ConsumeOutcome) => {
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      return counts;
    }, {});
    assert.deepEqual(counted, { consumed: 1, used: 199 });
  });

  test("artifacts: of 200 callers at once one puts, and one updates", async () => {
    const put = await Promise.all(
      Array.from({ length: 200 }, (_, index) => store.artifacts.put(makeArtifact(nowMs, { clientId: `c${index}` }))),
    );
    assert.equal(put.filter(Boolean).length, 1);
    const updated = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        store.artifacts.update(makeArtifact(nowMs, { version: 2, clientId: `c${index}` })),
      ),
    );
    assert.equal(updated.filter(Boolean).length, 1);
  });

  test("artifacts: Redis keeps a used one until it is purged and a minute more, and its second name as long", async () => {
    await store.artifacts.put(makeArtifact(nowMs, { alternateHash: "user-1" }));
    await store.artifacts.consume(code, nowMs);
    for (const key of await admin.keys("*")) {
      const ttl = await admin.pTTL(key);
      assert.ok(ttl > 650_000 && ttl <= 660_000, `${key} ${ttl}`);
    }
    assert.equal((await admin.keys("ti:{authorization_code}:*")).length, 2);
  });

  test("sessions: every verb gives what the store in memory gives", async () => {
    await agree(async ({ sessions }) => {
      const first = makeSession(nowMs);
      const second = makeSession(nowMs + 1, { hash: "cookie-2", sid: "sid-2" });
      const third = makeSession(nowMs + 2, { hash: "cookie-3", sid: "sid-3", accountId: "account-2" });
      return [
        await sessions.find("cookie-1"),
        await sessions.findBySid("sid-1"),
        await sessions.remove("cookie-1"),
        await sessions.list("account-1", nowMs),
        await sessions.put(second),
        await sessions.put(first),
        await sessions.put(third),
        await sessions.find("cookie-1"),
        await sessions.findBySid("sid-2"),
        await sessions.list("account-1", nowMs),
        await sessions.list("account-1", nowMs + 1_800_000),
        await sessions.list("account-1", nowMs + 1_800_001),
        await sessions.update({ ...first, version: 1 }),
        await sessions.update({ ...first, version: 2, clientIds: ["client-1"] }),
        await sessions.find("cookie-1"),
        await sessions.rotate("cookie-9", { ...first, hash: "cookie-8" }),
        await sessions.find("cookie-8"),
        await sessions.rotate("cookie-1", { ...first, hash: "cookie-4", accountId: "account-2", version: 3 }),
        await sessions.find("cookie-1"),
        await sessions.findBySid("sid-1"),
        await sessions.list("account-1", nowMs),
        await sessions.list("account-2", nowMs),
        await sessions.remove("cookie-3"),
        await sessions.findBySid("sid-3"),
        await sessions.put({
          ...first,
          hash: "cookie-5",
          sid: "sid-5",
          accountId: "account-2",
          createdAtMs: nowMs + 9,
        }),
        await sessions.removeAll("account-2", "sid-5"),
        await sessions.list("account-2", nowMs),
        await sessions.removeAll("account-2"),
        await sessions.removeAll("account-2"),
        await sessions.find("cookie-5"),
        await sessions.find("cookie-2"),
      ];
    });
  });

  test("sessions: one whose hash or sid is taken is refused, and the other stays as it was", async () => {
    const [first, second] = [makeSession(nowMs), makeSession(nowMs, { hash: "cookie-2", sid: "sid-2" })];
    for (const each of [first, second]) await store.sessions.put(each);
    await assert.rejects(store.sessions.put({ ...first, sid: "sid-3" }), /TAKEN/);
    await assert.rejects(store.sessions.put({ ...first, hash: "cookie-3" }), /TAKEN/);
    await assert.rejects(store.sessions.rotate("cookie-1", { ...first, hash: "cookie-2" }), /TAKEN/);
    await assert.rejects(store.sessions.update({ ...first, sid: "sid-2", version: 2 }), /TAKEN/);
    assert.deepEqual(await store.sessions.list("account-1", nowMs), [first, second]);
    await admin.del("ti:{session}:hash:cookie-2");
    await store.sessions.put({ ...second, hash: "cookie-3" });
  });

  test("artifacts: a change may move the second name, but not to one that is taken", async () => {
    const first = makeArtifact(nowMs, { alternateHash: "user-1" });
    await store.artifacts.put(first);
    await store.artifacts.put({ ...first, hash: "hash-2", alternateHash: "user-2" });
    assert.equal(await store.artifacts.update({ ...first, alternateHash: "user-2", version: 2 }), false);
    assert.equal(await store.artifacts.update({ ...first, alternateHash: "user-3", version: 2 }), true);
    assert.equal(await store.artifacts.findByAlternate("authorization_code", "user-1"), undefined);
    assert.equal((await store.artifacts.findByAlternate("authorization_code", "user-3"))?.hash, "hash-1");
  });

  test("sessions: of 200 callers at once one rotates", async () => {
    await store.sessions.put(makeSession(nowMs));
    const rotated = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        store.sessions.rotate("cookie-1", makeSession(nowMs, { hash: `next-${index}` })),
      ),
    );
    assert.equal(rotated.filter(Boolean).length, 1);
    assert.equal((await store.sessions.list("account-1", nowMs)).length, 1);
  });

  test("sessions: an account that signs in for ever leaves no trail of ended sessions", async () => {
    for (let day = 0; day < 5; day += 1) {
      nowMs += 86_400_000;
      await store.sessions.put(makeSession(nowMs, { hash: `cookie-${day}`, sid: `sid-${day}` }));
    }
    assert.equal(await admin.zCard("ti:{session}:account:account-1"), 1);
  });

  test("sessions: one that Redis has forgotten is in no list", async () => {
    await store.sessions.put(makeSession(nowMs));
    await admin.del("ti:{session}:hash:cookie-1");
    assert.deepEqual(await store.sessions.list("account-1", nowMs), []);
    assert.deepEqual(await store.sessions.removeAll("account-1"), []);
    assert.equal(await store.sessions.findBySid("sid-1"), undefined);
    assert.equal(await admin.zCard("ti:{session}:account:account-1"), 0);
  });

  test("replay: a key counts for the first caller only, until it expires by the provider's clock", async () => {
    await agree(async ({ replay }) => {
      const first = await replay.claim("key", nowMs + 1000);
      const second = await replay.claim("key", nowMs + 1000);
      nowMs += 1000;
      const third = await replay.claim("key", nowMs + 1000);
      await replay.release?.("key");
      return [first, second, third, await replay.claim("key", nowMs + 1000), await replay.claim("other", nowMs)];
    });
    const claims = await Promise.all(Array.from({ length: 200 }, () => store.replay.claim("race", nowMs + 1000)));
    assert.equal(claims.filter(Boolean).length, 1);
    await assert.rejects(store.replay.claim("key", Number.NaN), { code: "ERR_CONFIGURATION_OPTION" });
    assert.ok((await admin.pTTL("ti:replay:race")) > 60_000, "kept for longer than it counts");
  });

  test("throttle: counts and blocks as the store in memory does", async () => {
    const rule = { windowMs: 60_000, blockAfter: 3, blockMs: 1000, maxBlockMs: 4000 };
    await agree(async ({ throttle }) => {
      const seen: unknown[] = [await throttle.find("key", nowMs)];
      for (let failure = 0; failure < 8; failure += 1) seen.push(await throttle.fail("key", rule, nowMs + failure));
      seen.push(await throttle.find("key", nowMs + 59_999), await throttle.find("key", nowMs + 60_000));
      seen.push(await throttle.fail("key", rule, nowMs + 60_000));
      seen.push(await throttle.fail("free", { ...rule, blockAfter: 100 }, nowMs));
      await throttle.clear("key");
      return [...seen, await throttle.find("key", nowMs)];
    });
    const raced = await Promise.all(Array.from({ length: 200 }, () => store.throttle.fail("race", rule, nowMs)));
    assert.equal(Math.max(...raced.map(({ failures }) => failures)), 200);
    assert.equal(new Set(raced.map(({ failures }) => failures)).size, 200);
  });

  test("scripts are sent again where the server has forgotten them", async () => {
    await store.artifacts.put(makeArtifact(nowMs));
    await admin.scriptFlush();
    assert.equal((await store.artifacts.consume(code, nowMs)).outcome, "consumed");
  });

  test("after FLUSHALL a code is unknown, and a session gone: no error", async () => {
    await store.artifacts.put(makeArtifact(nowMs));
    await store.sessions.put(makeSession(nowMs));
    await admin.flushAll();
    assert.deepEqual(await store.artifacts.consume(code, nowMs), { outcome: "missing" });
    assert.equal(await store.sessions.find("cookie-1"), undefined);
    assert.equal(await store.sessions.update(makeSession(nowMs, { version: 2 })), false);
  });

  test("a prefix keeps two providers apart", async () => {
    const other = createRedisStore({ client: admin, prefix: "other:", clock });
    await store.artifacts.put(makeArtifact(nowMs));
    assert.deepEqual(await other.artifacts.consume(code, nowMs), { outcome: "missing" });
    assert.equal((await store.artifacts.consume(code, nowMs)).outcome, "consumed");
    await other.close();
    assert.equal(admin.isReady, true);
  });

  for (const policy of ["volatile-lru", "allkeys-lru", "volatile-ttl"]) {
    test(`refuses a server whose policy is ${policy}, until it is put right`, async () => {
      await admin.configSet("maxmemory-policy", policy);
      const strict = createRedisStore({ client: admin, clock });
      const refusal = { code: "ERR_CONFIGURATION_OPTION", parameter: "maxmemory-policy" };
      await assert.rejects(strict.artifacts.put(makeArtifact(nowMs)), refusal);
      await assert.rejects(strict.replay.claim("key", nowMs + 1000), refusal);
      await assert.rejects(strict.ping(), refusal);
      await assert.rejects(store.ping(), refusal, "also one that has served already is not ready");
      assert.equal(await admin.dbSize(), 0);
      const warnings: string[] = [];
      const onWarning = (warning: string): void => void warnings.push(warning);
      const lenient = createRedisStore({ client: admin, clock, requireNoEviction: false, onWarning });
      assert.equal(await lenient.replay.claim("key", nowMs + 1000), true);
      assert.deepEqual(warnings, [`The maxmemory-policy of Redis is ${policy}; it should be noeviction.`]);
      await admin.configSet("maxmemory-policy", "noeviction");
      assert.equal(await strict.artifacts.put(makeArtifact(nowMs)), true);
    });
  }

  test("a server that does not tell its policy is used with a warning", async () => {
    await admin.sendCommand(["ACL", "SETUSER", "plain", "on", ">secret", "~*", "+@all", "-config"]);
    const warnings: string[] = [];
    const url = server.url.replace("redis://", "redis://plain:secret@");
    const limited = createRedisStore({ url, clock, onWarning: (warning) => void warnings.push(warning) });
    assert.equal(await limited.replay.claim("key", nowMs + 1000), true);
    assert.deepEqual(warnings, ["Redis does not tell its maxmemory-policy; make sure that it is noeviction."]);
    await limited.close();
  });

  test("a wrong password rejects and is tried again, and no warning repeats it", async () => {
    const warnings: string[] = [];
    const url = server.url.replace("redis://", "redis://late:top-secret@");
    const onWarning = (warning: string): void => void warnings.push(warning);
    const locked = createRedisStore({ url, clock, timeoutMs: 300, onWarning });
    await assert.rejects(locked.ping(), /ETIMEDOUT/);
    assert.equal(warnings[0], "The connection to Redis failed: WRONGPASS.");
    await admin.sendCommand(["ACL", "SETUSER", "late", "on", ">top-secret", "~*", "+@all"]);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await locked.ping();
    await locked.close();
    assert.doesNotMatch(warnings.join(), /top-secret/);
  });

  test("a full server refuses to write, and forgets nothing", async () => {
    await store.replay.claim("key", nowMs + 1000);
    await admin.configSet("maxmemory", "1mb");
    await admin.sendCommand(["CONFIG", "SET", "maxmemory", "1"]);
    await assert.rejects(store.replay.claim("other", nowMs + 1000), /OOM/);
    await admin.configSet("maxmemory", "0");
    assert.equal(await store.replay.claim("key", nowMs + 1000), false);
  });

  test("a replica refuses to write: READONLY", async () => {
    const replica = await startRedisServer(["--replicaof", "127.0.0.1", new URL(server.url).port]);
    const onReplica = createRedisStore({ url: replica.url, clock });
    try {
      await assert.rejects(onReplica.replay.claim("key", nowMs + 1000), /READONLY/);
      await assert.rejects(onReplica.artifacts.put(makeArtifact(nowMs)), /READONLY/);
    } finally {
      await onReplica.close();
      await replica.close();
    }
  });

  test("a server that does not answer ends a verb at its deadline", async () => {
    const impatient = createRedisStore({ url: server.url, clock, timeoutMs: 200 });
    await impatient.ping();
    server.pause();
    const start = performance.now();
    try {
      await assert.rejects(impatient.replay.claim("key", nowMs + 1000), /ETIMEDOUT/);
      assert.ok(performance.now() - start < 1000);
    } finally {
      server.resume();
    }
    await impatient.close();
  });

  test("a server that is killed rejects at once, and serves again after its restart", async () => {
    const warnings: string[] = [];
    const mortal = createRedisStore({ url: server.url, clock, onWarning: (warning) => void warnings.push(warning) });
    await mortal.artifacts.put(makeArtifact(nowMs));
    await server.kill();
    while (warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const start = performance.now();
    await assert.rejects(mortal.artifacts.consume(code, nowMs));
    assert.ok(performance.now() - start < 1000);
    await assert.rejects(mortal.ping());
    await server.start();
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await mortal.artifacts.consume(code, nowMs).catch((error: unknown) => {
        if (attempt > 100) throw error;
        return undefined;
      });
      if (outcome !== undefined) {
        assert.deepEqual(outcome, { outcome: "missing" });
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.match(warnings[0] ?? "", /^The connection to Redis failed: \w+\.$/);
    await mortal.close();
  });

  test("a server that is not there rejects within the deadline", async () => {
    const nobody = createRedisStore({ url: "redis://127.0.0.1:1", clock, timeoutMs: 300 });
    const start = performance.now();
    await assert.rejects(nobody.ping());
    assert.ok(performance.now() - start < 1500);
    await nobody.close();
  });
});
