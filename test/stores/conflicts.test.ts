import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { createProvider } from "../../src/provider/create-provider.ts";
import { createPostgresStore, type PostgresStoreOptions } from "../../src/provider/stores/sql/postgres-store.ts";
import {
  createFaultsDriver,
  type FaultsDriver,
  makeDriverKey,
  type SceneAnswer,
} from "../fixtures/provider/faults-driver.ts";
import { sha256 } from "../fixtures/provider/faults-races.ts";
import { sceneOptions } from "../fixtures/provider/faults-scene.ts";
import { startPostgres } from "../fixtures/provider/postgres-server.ts";

const start = await startPostgres();
const server = "server" in start ? start.server : undefined;
const skip = "reason" in start ? start.reason : false;
const connectionString = server?.connectionString ?? "";
const key = await makeDriverKey();
const admin = new pg.Pool({ connectionString, max: 4 });
admin.on("error", () => undefined);
after(async () => {
  await admin.end();
  await server?.stop();
});

/** A provider with a store in a schema of its own. */
async function withProvider(
  schema: string,
  use: (driver: FaultsDriver) => Promise<void>,
  options: Partial<PostgresStoreOptions> = {},
): Promise<void> {
  const store = createPostgresStore(
    options.pool === undefined ? { connectionString, schema, ...options } : { schema, ...options },
  );
  const provider = createProvider({ ...sceneOptions(key.publicJwk), store, storage: { timeoutMs: 15_000 } });
  try {
    await provider.keys.ready();
    await use(createFaultsDriver([(request) => provider.fetch(request)], key));
  } finally {
    await provider.close();
    await store.close();
  }
}

/** The next writes of tokens fail, so many of them, as those of a database do that has rolled back. */
async function failWrites(schema: string, count: number, code: string): Promise<() => Promise<number>> {
  await admin.query(`create sequence ${schema}.attempts`);
  await admin.query(`create function ${schema}.fail() returns trigger language plpgsql as $$
    begin
      if nextval('${schema}.attempts') <= ${count} then raise exception 'secret-row' using errcode = '${code}'; end if;
      return new;
    end $$`);
  await admin.query(
    `create trigger fail before insert on ${schema}.token for each statement execute function ${schema}.fail()`,
  );
  return async () => Number((await admin.query(`select last_value from ${schema}.attempts`)).rows[0].last_value);
}

/** Nothing was issued for a code, and it was not used up. */
async function assertUntouched(schema: string, code: string): Promise<void> {
  for (const table of ["grant_", "token"])
    assert.equal((await admin.query(`select 1 from ${schema}.${table}`)).rows.length, 0, table);
  const { rows } = await admin.query(`select consumed_at from ${schema}.artifact where hash = $1`, [sha256(code)]);
  assert.deepEqual(rows, [{ consumed_at: null }]);
}

function assertUnavailable({ status, headers, body, text }: SceneAnswer): void {
  assert.deepEqual([status, body.error], [503, "temporarily_unavailable"], text);
  assert.match(headers.get("retry-after") ?? "", /^\d+$/);
  assert.doesNotMatch(text, /secret-row|40001|40P01/);
}

for (const [title, sqlState] of [
  ["serialization error", "40001"],
  ["deadlock", "40P01"],
] as const) {
  const schema = `conflict_${sqlState.toLowerCase()}`;
  test(`faults on PostgreSQL: a ${title} (${sqlState}) in the middle of a token request is tried again, once, and succeeds`, {
    skip,
  }, async () => {
    await withProvider(schema, async (driver) => {
      const code = await driver.code();
      const countAttempts = await failWrites(schema, 1, sqlState);
      const answer = await driver.redeem(code);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(await countAttempts(), 2);
      assert.equal(await driver.isAlive(answer.body.access_token), true);
      assert.equal((await admin.query(`select 1 from ${schema}.grant_`)).rows.length, 1);
    });
  });

  test(`faults on PostgreSQL: a ${title} (${sqlState}) twice in a row is answered with 503, and nothing is issued`, {
    skip,
  }, async () => {
    const twice = `${schema}_twice`;
    await withProvider(twice, async (driver) => {
      const code = await driver.code();
      const countAttempts = await failWrites(twice, 2, sqlState);
      assertUnavailable(await driver.redeem(code));
      assert.equal(await countAttempts(), 2);
      await assertUntouched(twice, code);
      assert.equal((await driver.redeem(code)).status, 200, "the code is good afterwards");
    });
  });
}

test("faults on PostgreSQL: a failure that is no conflict is not tried again, because it may have done its work", {
  skip,
}, async () => {
  await withProvider("no_conflict", async (driver) => {
    const code = await driver.code();
    const countAttempts = await failWrites("no_conflict", 1, "53100");
    assertUnavailable(await driver.redeem(code));
    assert.equal(await countAttempts(), 1);
    await assertUntouched("no_conflict", code);
  });
});

test("faults on PostgreSQL: a deadlock with another transaction that the server breaks costs no code", {
  skip,
}, async () => {
  await withProvider("deadlocked", async (driver) => {
    const code = await driver.code();
    const other = await admin.connect();
    try {
      await other.query("begin");
      await other.query("set local deadlock_timeout = '60s'");
      await other.query("lock table deadlocked.token in exclusive mode");
      const redeeming = driver.redeem(code);
      await untilWaiting(1);
      // Each now waits for the other; the server ends the one that finds out first, which is the provider.
      const locked = other.query("select 1 from deadlocked.artifact where hash = $1 for update", [sha256(code)]);
      // The row is free because the provider's transaction was rolled back: it could not have been committed.
      assert.equal((await locked).rows.length, 1);
      await other.query("rollback");
      const answer = await redeeming;
      assert.equal(answer.status, 200, answer.text);
      assert.equal((await admin.query("select 1 from deadlocked.grant_")).rows.length, 1);
    } finally {
      other.release(true);
    }
  });
});

test("faults on PostgreSQL: a statement that could not be serialized is tried again, and a replay takes everything back", {
  skip,
}, async () => {
  const pool = new pg.Pool({ connectionString, options: "-c default_transaction_isolation=serializable" });
  pool.on("error", () => undefined);
  await withProvider(
    "serialized",
    async (driver) => {
      const code = await driver.code();
      const won = await driver.redeem(code);
      assert.equal(won.status, 200, won.text);
      const other = await admin.connect();
      try {
        await other.query("begin");
        await other.query("update serialized.grant_ set expires_at = expires_at + 1");
        const replaying = driver.redeem(code);
        await untilWaiting(1);
        await other.query("commit");
        assert.equal((await replaying).body.error, "invalid_grant");
        assert.equal(await driver.isAlive(won.body.access_token), false);
      } finally {
        other.release(true);
      }
    },
    { pool },
  );
  await pool.end();
});

test("faults on PostgreSQL: a pool without a free connection is answered with 503 in bounded time, and the code is good afterwards", {
  skip,
}, async () => {
  const pool = new pg.Pool({ connectionString, max: 2 });
  pool.on("error", () => undefined);
  await withProvider(
    "exhausted",
    async (driver) => {
      const code = await driver.code();
      const held = [await pool.connect(), await pool.connect()];
      const beganMs = performance.now();
      const answers = await Promise.all([driver.redeem(code), driver.redeem(code), driver.redeem(code)]);
      assert.ok(performance.now() - beganMs < 3000, "a request hung");
      for (const answer of answers) assertUnavailable(answer);
      await assertUntouched("exhausted", code);
      for (const client of held) client.release();
      assert.equal((await driver.redeem(code)).status, 200);
    },
    { pool, connectTimeoutMs: 300 },
  );
  await pool.end();
});

test("faults on PostgreSQL: a statement that takes too long is answered with 503 in bounded time, and the code is good afterwards", {
  skip,
}, async () => {
  await withProvider(
    "overdue",
    async (driver) => {
      const code = await driver.code();
      const other = await admin.connect();
      try {
        await other.query("begin");
        await other.query("select 1 from overdue.artifact where hash = $1 for update", [sha256(code)]);
        const beganMs = performance.now();
        assertUnavailable(await driver.redeem(code));
        assert.ok(performance.now() - beganMs < 3000, "a request hung");
        await other.query("rollback");
        await assertUntouched("overdue", code);
        assert.equal((await driver.redeem(code)).status, 200);
      } finally {
        other.release(true);
      }
    },
    { statementTimeoutMs: 400 },
  );
});

/** Waits until so many statements wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  const lastMs = Date.now() + 10_000;
  const query = "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock'";
  while ((await admin.query(query)).rows[0].count < count) {
    assert.ok(Date.now() < lastMs, "nobody waits for the lock");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
