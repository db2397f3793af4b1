import assert from "node:assert/strict";
import { test } from "node:test";
import { createPostgresSharedStore, type PostgresSharedQuery } from "../../../src/adapters/postgres-store.ts";

/** A pool that answers from a list, and keeps what it was asked. */
function fakePool(...answers: readonly (readonly unknown[] | Error)[]) {
  const asked: PostgresSharedQuery[] = [];
  const left = [...answers];
  return {
    asked,
    query: async (query: PostgresSharedQuery) => {
      asked.push(query);
      const answer = left.shift() ?? [];
      if (answer instanceof Error) throw answer;
      return { rows: [...answer] };
    },
  };
}

const found = [{ name: "ti_shared" }];
const failure = (code: string) => Object.assign(new Error("refused"), { code });

test("createPostgresSharedStore: refuses options that can't be used", () => {
  const pool = fakePool();
  const refused = [
    [{}, "pool"],
    [{ pool, connectionString: "postgresql://127.0.0.1" }, "pool"],
    [{ pool, timeoutMs: 0 }, "timeoutMs"],
    [{ pool, maxConnections: 0 }, "maxConnections"],
    [{ pool, table: 'a"; drop table b' }, "table"],
    [{ pool, table: "a.b.c" }, "table"],
    [{ pool, table: "1a" }, "table"],
    [{ pool, tabel: "a" }, "tabel"],
  ] as const;
  for (const [options, parameter] of refused) {
    assert.throws(() => createPostgresSharedStore(options), { code: "ERR_CONFIGURATION_OPTION", parameter });
  }
});

test("createPostgresSharedStore: makes the table only where it is not there, and looks once", async () => {
  const there = fakePool(found);
  const store = createPostgresSharedStore({ pool: there });
  await Promise.all([store.read("a"), store.read("b")]);
  assert.equal(there.asked.length, 3);
  assert.ok(there.asked.every(({ text, query_timeout }) => !text.includes("create table") && query_timeout === 5000));
  const absent = fakePool([{ name: null }]);
  await createPostgresSharedStore({ pool: absent, table: "app.shared" }).read("a");
  assert.match(absent.asked[1]?.text ?? "", /create table if not exists "app"."shared"/);
  assert.match(absent.asked[1]?.text ?? "", /create index if not exists "shared_expires"/);
});

test("createPostgresSharedStore: sends a statement again that lost to another, ten times at most, and no other", async () => {
  const lost = fakePool(found, failure("40001"), failure("40P01"), [{ value: "v", version: "1" }]);
  assert.deepEqual(await createPostgresSharedStore({ pool: lost }).read("a"), { value: "v", version: "1" });
  const refused = fakePool(found, failure("53300"));
  await assert.rejects(createPostgresSharedStore({ pool: refused }).read("a"), { code: "53300" });
  assert.equal(refused.asked.length, 2);
  const endless = fakePool(found, ...Array.from({ length: 20 }, () => failure("40001")));
  await assert.rejects(createPostgresSharedStore({ pool: endless }).read("a"), { code: "40001" });
  assert.equal(endless.asked.length, 11);
});

test("createPostgresSharedStore: writing sweeps once a minute, and a sweep that fails is nobody's matter", async () => {
  const time = { nowMs: 0 };
  const pool = fakePool(found, [{}], [{}], failure("53300"));
  const store = createPostgresSharedStore({ pool, clock: () => time.nowMs });
  await store.write("a", "", { expiresAtMs: 1 });
  time.nowMs = 60_000;
  await store.write("a", "", { expiresAtMs: 1 });
  await store.write("a", "", { expiresAtMs: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(pool.asked.filter(({ text }) => text.includes("skip locked")).length, 1);
});

test("createPostgresSharedStore: a text that is none counts as no entry", async () => {
  const store = createPostgresSharedStore({ pool: fakePool(found, [{ value: 1, version: "1" }]) });
  assert.equal(await store.read("a"), undefined);
});
