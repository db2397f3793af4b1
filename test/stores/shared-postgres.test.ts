import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { createPostgresSharedStore, type PostgresSharedStoreOptions } from "../../src/adapters/postgres-store.ts";
import { countLastingConnections } from "../fixtures/provider/lasting-connections.ts";
import { startPostgres } from "../fixtures/provider/postgres-server.ts";
import { describeSharedStoreContract } from "../fixtures/shared-store-contract.ts";

const start = await startPostgres();
const server = "server" in start ? start.server : undefined;
const skip = "reason" in start ? start.reason : false;
const connectionString = server?.connectionString ?? "";
const pools: pg.Pool[] = [];
const pool = openPool({});
const strict = openPool({ options: "-c default_transaction_isolation=serializable" });
const opened: { close: () => Promise<void> }[] = [];
let tables = 0;

after(async () => {
  for (const store of opened) await store.close();
  for (const each of pools) await each.end();
  await server?.stop();
});

function openPool(options: pg.PoolConfig): pg.Pool {
  const made = new pg.Pool({ connectionString, max: 8, ...options });
  made.on("error", () => undefined);
  pools.push(made);
  return made;
}

function open(options: Partial<PostgresSharedStoreOptions>) {
  const store = createPostgresSharedStore({ connectionString, ...options });
  opened.push(store);
  return store;
}

for (const [name, given] of [
  ["PostgreSQL", pool],
  ["PostgreSQL, serializable by default", strict],
] as const) {
  describeSharedStoreContract(
    async (clock) => {
      tables += 1;
      const table = `contract_${tables}`;
      return [createPostgresSharedStore({ pool: given, table, clock }), open({ table, clock, maxConnections: 4 })];
    },
    { test: (rule, run) => test(`${name}: ${rule}`, { skip }, run) },
  );
}

test("PostgreSQL shared store: ten that start at once make the table once", { skip }, async () => {
  const stores = Array.from({ length: 10 }, () => open({ table: "at_once", maxConnections: 2 }));
  const options = { expiresAtMs: Date.now() + 60_000 };
  await Promise.all(
    stores.map((store, index) => (index % 2 === 0 ? store.migrate() : store.write(`${index}`, "", options))),
  );
  const { rows } = await pool.query("select indexname from pg_indexes where tablename = 'at_once' order by 1");
  assert.deepEqual(rows, [{ indexname: "at_once_expires" }, { indexname: "at_once_pkey" }]);
});

test("PostgreSQL shared store: a role that may not make tables uses one that is there, in a schema too", {
  skip,
}, async () => {
  await pool.query("create schema kept");
  await open({ table: "kept.Entries" }).migrate();
  await pool.query("create role reader login");
  await pool.query("grant usage on schema kept to reader");
  await pool.query('grant select, insert, update, delete on kept."Entries" to reader');
  const ofReader = connectionString.replace("postgres@", "reader@");
  const store = open({ table: "kept.Entries", connectionString: ofReader });
  await store.write("key", "value", { expiresAtMs: Date.now() + 60_000 });
  assert.equal((await store.read("key"))?.value, "value");
  await assert.rejects(open({ table: "kept.others", connectionString: ofReader }).read("key"), { code: "42501" });
});

test("PostgreSQL shared store: what is over is swept a minute later, by its owner or by writing", {
  skip,
}, async () => {
  const time = { nowMs: Date.now() };
  const store = open({ table: "swept", clock: () => time.nowMs });
  for (const key of ["a", "b", "c"]) await store.write(key, "", { expiresAtMs: time.nowMs + 1000 });
  await store.write("d", "", { expiresAtMs: time.nowMs + 600_000 });
  time.nowMs += 60_999;
  assert.equal(await store.sweep(), 0);
  time.nowMs += 1;
  const holder = await pool.connect();
  await holder.query("begin");
  await holder.query("select 1 from swept where key = 'entry:a' for update");
  assert.equal(await store.sweep(), 2);
  await holder.query("rollback");
  holder.release();
  await store.write("d", "", { expiresAtMs: time.nowMs + 600_000 });
  const count = async () => (await pool.query("select 1 from swept")).rows.length;
  for (let wait = 0; wait < 100 && (await count()) > 1; wait += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(await count(), 1);
});

test("PostgreSQL shared store: a statement that waits for a lock rejects within its time", { skip }, async () => {
  const store = open({ table: "locked", timeoutMs: 300 });
  await store.write("key", "value", { expiresAtMs: Date.now() + 60_000 });
  const holder = await pool.connect();
  await holder.query("begin");
  await holder.query("select 1 from locked for update");
  const before = performance.now();
  await assert.rejects(store.remove("key"), /timeout/);
  assert.ok(performance.now() - before < 3000);
  await holder.query("rollback");
  holder.release();
  assert.equal((await store.read("key"))?.value, "value");
});

test("PostgreSQL shared store: close ends its own pool and leaves one that was given", { skip }, async () => {
  const given = createPostgresSharedStore({ pool, table: "closed" });
  await given.ping();
  await given.close();
  await given.close();
  await assert.rejects(given.read("key"), /closed/);
  assert.equal((await pool.query("select 1 as one")).rows.length, 1);
  const own = createPostgresSharedStore({
    connectionString: `${connectionString}?application_name=own`,
    table: "closed",
  });
  await own.ping();
  await own.close();
  assert.equal(await countLastingConnections(pool, "own"), 0);
  const nobody = open({ connectionString: "postgresql://nobody@127.0.0.1:1/x" });
  await assert.rejects(nobody.read("key"), { code: "ECONNREFUSED" });
});
