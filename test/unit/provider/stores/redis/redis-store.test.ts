import assert from "node:assert/strict";
import { test } from "node:test";
import type { RedisCommandFacts } from "../../../../../src/provider/stores/redis/redis-commands.ts";
import {
  createRedisStore,
  type RedisStore,
  type RedisStoreOptions,
} from "../../../../../src/provider/stores/redis/redis-store.ts";
import { makeArtifact, makeSession } from "../../../../fixtures/provider/store-rows.ts";

const nowMs = 1_900_000_000_000;
const code = { kind: "authorization_code", hash: "hash-1" } as const;
const policy = ["maxmemory-policy", "noeviction"];

interface Faked {
  readonly store: RedisStore;
  readonly sent: (readonly string[])[];
  readonly keys: (string | undefined)[];
  readonly warnings: string[];
}

/** A store on a client that gives replies in order; the first is that of the policy. */
function fake(replies: readonly unknown[], options: Partial<RedisStoreOptions> = {}, first: unknown = policy): Faked {
  const left = [first, ...replies];
  const [sent, keys, warnings]: [(readonly string[])[], (string | undefined)[], string[]] = [[], [], []];
  async function send(args: readonly string[], { key }: RedisCommandFacts): Promise<unknown> {
    sent.push(args);
    keys.push(key);
    const reply = left.shift();
    if (reply instanceof Error) throw reply;
    return reply;
  }
  const onWarning = (warning: string): void => void warnings.push(warning);
  return {
    store: createRedisStore({ client: { send }, clock: () => nowMs, onWarning, ...options }),
    sent,
    keys,
    warnings,
  };
}

test("asks for the policy before anything else, and once", async () => {
  const { store, sent } = fake([1, 1]);
  await store.artifacts.put(makeArtifact(nowMs));
  await store.replay.claim("key", nowMs + 1000);
  assert.deepEqual(
    sent.map(([name]) => name),
    ["CONFIG", "EVALSHA", "EVALSHA"],
  );
  assert.deepEqual(sent[0], ["CONFIG", "GET", "maxmemory-policy"]);
});

for (const [form, reply] of [
  ["a list", policy],
  ["an object", { "maxmemory-policy": "noeviction" }],
  ["a Map", new Map([["maxmemory-policy", "noeviction"]])],
] as const) {
  test(`reads the policy from ${form}`, async () => {
    const { store, warnings } = fake([1], {}, reply);
    assert.equal(await store.replay.claim("key", nowMs + 1000), true);
    assert.deepEqual(warnings, []);
  });
}

for (const reply of [new Error("NOPERM no"), new Error("ERR unknown command 'CONFIG'"), [], null, { a: 1 }]) {
  test(`warns of a policy that is not told: ${JSON.stringify(reply)}`, async () => {
    const { store, warnings } = fake([1], {}, reply);
    assert.equal(await store.replay.claim("key", nowMs + 1000), true);
    assert.deepEqual(warnings, ["Redis does not tell its maxmemory-policy; make sure that it is noeviction."]);
  });
}

test("a policy that can't be asked for because the server is down rejects, and is asked for again", async () => {
  const { store, sent } = fake([policy, 1], {}, new Error("ECONNREFUSED"));
  await assert.rejects(store.replay.claim("key", nowMs + 1000), /ECONNREFUSED/);
  assert.equal(await store.replay.claim("key", nowMs + 1000), true);
  assert.equal(sent.length, 3);
});

test("a policy that evicts is refused, or warned of where that is wanted", async () => {
  const evicts = ["maxmemory-policy", "allkeys-lru"];
  await assert.rejects(fake([], {}, evicts).store.ping(), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "maxmemory-policy",
  });
  const { store, warnings } = fake([1], { requireNoEviction: false }, evicts);
  await store.replay.claim("key", nowMs + 1000);
  assert.deepEqual(warnings, ["The maxmemory-policy of Redis is allkeys-lru; it should be noeviction."]);
});

test("a ping looks at the policy again, because another server may answer after a failover", async () => {
  const { store } = fake(["PONG", policy, "PONG", ["maxmemory-policy", "volatile-lru"]]);
  await store.ping();
  await assert.rejects(store.ping(), { parameter: "maxmemory-policy" });
});

test("a script goes by its digest, by its text where that is unknown, and by neither twice after another error", async () => {
  const { store, sent, keys } = fake([
    new Error("NOSCRIPT No matching script."),
    1,
    new Error("OOM command not allowed"),
  ]);
  assert.equal(await store.replay.claim("key", nowMs + 1000), true);
  await assert.rejects(store.replay.claim("key", nowMs + 1000), /OOM/);
  assert.deepEqual(
    sent.map(([name]) => name),
    ["CONFIG", "EVALSHA", "EVAL", "EVALSHA"],
  );
  assert.match(sent[1]?.[1] ?? "", /^[0-9a-f]{40}$/);
  assert.match(sent[2]?.[1] ?? "", /redis\.call/);
  assert.deepEqual(sent[2]?.slice(2), ["1", "ti:replay:key", String(nowMs), String(nowMs + 1000), "61000"]);
  assert.deepEqual(keys, [undefined, "ti:replay:key", "ti:replay:key", "ti:replay:key"]);
});

test("all keys of a script have one hash tag", async () => {
  const { store, sent } = fake([1, 1, 1], { prefix: "a:" });
  await store.artifacts.put(makeArtifact(nowMs, { alternateHash: "user-1" }));
  await store.artifacts.remove(code);
  await store.sessions.put(makeSession(nowMs));
  const keysOf = (args: readonly string[] = []): readonly string[] => args.slice(3, 3 + Number(args[2]));
  assert.deepEqual(sent.slice(1).map(keysOf), [
    ["a:{authorization_code}:hash-1", "a:{authorization_code}:alternate:user-1"],
    ["a:{authorization_code}:hash-1"],
    ["a:{session}:"],
  ]);
});

test("what is stored is not the version or the time of use, which scripts change", async () => {
  const { store, sent } = fake([1]);
  await store.artifacts.put(makeArtifact(nowMs, { version: 4, consumedAtMs: nowMs }));
  const [hash, alternate, row = "", ...numbers] = sent[1]?.slice(5) ?? [];
  assert.deepEqual([hash, alternate], ["hash-1", ""]);
  assert.doesNotMatch(row, /version|consumed/);
  assert.deepEqual(numbers, ["4", String(nowMs + 60_000), "660000", String(nowMs), ""]);
});

for (const reply of [2, null, "yes", [1], {}]) {
  test(`a reply that no script gives rejects: ${JSON.stringify(reply)}`, async () => {
    await assert.rejects(fake([reply]).store.replay.claim("key", nowMs + 1000), /unexpected kind/);
  });
}

test("replies of other kinds reject where a list, an outcome or a number was expected", async () => {
  await assert.rejects(fake(["text"]).store.artifacts.find(code), /unexpected kind/);
  await assert.rejects(fake([["odd", "{}", "1"]]).store.artifacts.consume(code, nowMs), /no script gives/);
  await assert.rejects(fake([["consumed"]]).store.artifacts.consume(code, nowMs), /no script gives/);
  await assert.rejects(fake([["{}", null, null]]).store.artifacts.find(code), /unexpected kind/);
  await assert.rejects(fake([["1", "x", "0"]]).store.throttle.find("key", nowMs), /unexpected kind/);
  await assert.rejects(fake(["{broken"]).store.sessions.find("cookie-1"), SyntaxError);
});

test("reads what is there, and nothing as nothing", async () => {
  const { version: _, ...artifact } = makeArtifact(nowMs);
  const row = JSON.stringify(artifact);
  const found = await fake([[row, "3", String(nowMs)]]).store.artifacts.find(code);
  assert.deepEqual(found, { ...artifact, version: 3, consumedAtMs: nowMs });
  assert.deepEqual(await fake([[row, "3", null]]).store.artifacts.findByAlternate("device_code", "x"), {
    ...artifact,
    version: 3,
  });
  assert.equal(await fake([[null, null, null]]).store.artifacts.find(code), undefined);
  assert.equal(await fake([[]]).store.artifacts.findByAlternate("device_code", "x"), undefined);
  assert.deepEqual(await fake([["missing"]]).store.artifacts.consume(code, nowMs), { outcome: "missing" });
  assert.equal((await fake([["used", row, "2", "5"]]).store.artifacts.consume(code, nowMs)).outcome, "used");
  assert.equal(await fake([0]).store.artifacts.update(makeArtifact(nowMs)), false);
  assert.equal(await fake([null]).store.sessions.find("cookie-1"), undefined);
  assert.equal(await fake([null]).store.sessions.findBySid("sid-1"), undefined);
  assert.equal(await fake([null]).store.sessions.remove("cookie-1"), undefined);
  assert.equal(await fake([0]).store.sessions.rotate("cookie-0", makeSession(nowMs)), false);
  assert.equal(await fake([0]).store.sessions.update(makeSession(nowMs)), false);
  assert.equal(await fake([[null, null, null]]).store.throttle.find("key", nowMs), undefined);
});

test("lists are in order of creation, without sessions that have ended", async () => {
  const rows = [
    makeSession(nowMs + 2, { sid: "c" }),
    makeSession(nowMs, { sid: "a" }),
    makeSession(nowMs - 1, { sid: "idle", idleExpiresAtMs: nowMs }),
    makeSession(nowMs - 1, { sid: "over", expiresAtMs: nowMs }),
  ].map((session) => JSON.stringify(session));
  const list = await fake([rows]).store.sessions.list("account-1", nowMs);
  assert.deepEqual(
    list.map(({ sid }) => sid),
    ["a", "c"],
  );
  const ended = await fake([rows]).store.sessions.removeAll("account-1");
  assert.equal(ended.length, 4);
});

test("throttle: states are numbers, and one that is over is none", async () => {
  const rule = { windowMs: 1000, blockAfter: 3, blockMs: 10, maxBlockMs: 100 };
  const { store, sent } = fake([["3", String(nowMs), String(nowMs + 10)]]);
  const state = { failures: 3, windowEndsAtMs: nowMs, blockedUntilMs: nowMs + 10 };
  assert.deepEqual(await store.throttle.fail("key", rule, nowMs), state);
  assert.equal(sent[1]?.at(-1), "61100");
  const reply = ["3", String(nowMs), String(nowMs + 10)];
  assert.deepEqual(await fake([reply]).store.throttle.find("key", nowMs + 9), state);
  assert.equal(await fake([reply]).store.throttle.find("key", nowMs + 10), undefined);
  const cleared = fake([1]);
  await cleared.store.throttle.clear("key");
  assert.deepEqual(cleared.sent[1], ["DEL", "ti:throttle:key"]);
});

test("replay: gives a key back, and refuses a time that is none", async () => {
  const { store, sent } = fake([1]);
  await store.replay.release?.("key");
  assert.deepEqual(sent[1], ["DEL", "ti:replay:key"]);
  await assert.rejects(store.replay.claim("key", Number.NaN), { parameter: "expiresAtMs" });
});

test("a client that does not answer is given up, and told so", async () => {
  const signals: AbortSignal[] = [];
  const send = (_args: readonly string[], { signal }: RedisCommandFacts): Promise<unknown> => {
    signals.push(signal);
    return signals.length === 1 ? Promise.resolve(policy) : new Promise(() => undefined);
  };
  const store = createRedisStore({ client: { send }, timeoutMs: 20 });
  await assert.rejects(store.replay.claim("key", Number.MAX_SAFE_INTEGER), /ETIMEDOUT/);
  assert.equal(signals[1]?.aborted, true);
});

test("takes a client of the package redis, and leaves it open", async () => {
  const sent: unknown[] = [];
  const sendCommand = async (args: string[], options?: { abortSignal?: AbortSignal }): Promise<unknown> => {
    sent.push([args, options?.abortSignal instanceof AbortSignal]);
    return args[0] === "CONFIG" ? policy : [null, null, null];
  };
  const store = createRedisStore({ client: { sendCommand } });
  await store.artifacts.find(code);
  assert.deepEqual(sent[1], [["HMGET", "ti:{authorization_code}:hash-1", "row", "version", "used"], true]);
  assert.equal(await store.sweep(nowMs, 10), 0);
  await store.close();
});

test("by URL: a server that is not there rejects in time, with a warning that shows no password", async () => {
  const warnings: string[] = [];
  const onWarning = (warning: string): void => void warnings.push(warning);
  const store = createRedisStore({ url: "redis://user:secret@127.0.0.1:1", timeoutMs: 300, onWarning });
  while (warnings.length === 0) await assert.rejects(store.ping(), /ETIMEDOUT/);
  await store.close();
  await store.close();
  await assert.rejects(store.ping());
  assert.equal(warnings[0], "The connection to Redis failed: ECONNREFUSED.");
});

test("by URL: a store that was closed before its first use connects no more", async () => {
  const warnings: string[] = [];
  const onWarning = (warning: string): void => void warnings.push(warning);
  const store = createRedisStore({ url: "redis://127.0.0.1:1", onWarning });
  await store.close();
  await assert.rejects(store.ping(), /The store is closed/);
  assert.deepEqual(warnings, []);
});

const client = { send: async (): Promise<unknown> => policy };
for (const [parameter, options] of [
  ["client", {}],
  ["client", { client, url: "redis://127.0.0.1" }],
  ["prefix", { client, prefix: "a{b}" }],
  ["timeoutMs", { client, timeoutMs: 0 }],
] as const) {
  test(`refuses ${JSON.stringify(options)}`, () => {
    assert.throws(() => createRedisStore(options), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

test("refuses an option that does not exist", () => {
  const options: RedisStoreOptions = JSON.parse('{"url":"redis://127.0.0.1","timeout":1}');
  assert.throws(() => createRedisStore(options), { code: "ERR_CONFIGURATION_OPTION", parameter: "timeout" });
});
