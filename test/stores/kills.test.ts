import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import { makeDriverKey } from "../fixtures/provider/faults-driver.ts";
import { type FaultsProcesses, serveFaults } from "../fixtures/provider/faults-processes.ts";
import { sha256 } from "../fixtures/provider/faults-races.ts";
import { createSalesLog, type SalesLog, sell } from "../fixtures/provider/faults-sales.ts";
import { findNodeWithSqlite, startProgram } from "../fixtures/provider/newer-node.ts";
import { startPostgres } from "../fixtures/provider/postgres-server.ts";
import { hasRedisServer, type RedisServer, startRedisServer } from "../fixtures/provider/redis-server.ts";
import { storeQueries } from "../fixtures/provider/store-queries.ts";

const key = await makeDriverKey();

test("faults on PostgreSQL: kill -9 of the provider and stops of the server under load lose no grant and sell no code twice", async (t) => {
  const start = await startPostgres();
  if ("reason" in start) return t.skip(start.reason);
  const { server } = start;
  try {
    const log = await sellUnderKills(process.execPath, ["postgres", server.connectionString], async () => {
      await server.crash();
      await server.start();
    });
    await assertWhole(log, (queries) => askPostgres(server.connectionString, queries));
  } finally {
    await server.stop();
  }
});

test("faults on SQLite: kill -9 of the provider under load loses no grant and sells no code twice", async (t) => {
  const node = await findNodeWithSqlite();
  if ("reason" in node) return t.skip(node.reason);
  const folder = mkdtempSync(join(tmpdir(), "kills-sqlite-"));
  const path = join(folder, "store.db");
  try {
    const log = await sellUnderKills(node.command, ["sqlite", path]);
    await assertWhole(log, () => askSqlite(node.command, path));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

for (const [title, settings] of [
  ["that keeps nothing on disk", []],
  ["that writes a log", ["--appendonly", "yes", "--appendfsync", "always"]],
] as const)
  test(`faults on Redis and PostgreSQL: kill -9 of the provider, and of a redis-server ${title}, under load lose no grant and sell no code twice`, async (t) => {
    if (!hasRedisServer) return t.skip("no redis-server is installed");
    const start = await startPostgres();
    if ("reason" in start) return t.skip(start.reason);
    const redis = await startRedisServer(settings);
    const { connectionString } = start.server;
    try {
      const log = await sellUnderKills(process.execPath, ["combined", connectionString, redis.url], () =>
        restart(redis),
      );
      const ask = (queries: readonly string[]) => askPostgres(connectionString, queries);
      // A code that was used up a moment before its grant was written may have bought nothing.
      await assertWhole(log, ask, { isCombined: true });
    } finally {
      await redis.close();
      await start.server.stop();
    }
  });

test("faults on Redis and PostgreSQL: while Redis is gone codes are answered with 503 and refresh tokens work; once it is back, codes of before are refused", async (t) => {
  if (!hasRedisServer) return t.skip("no redis-server is installed");
  const start = await startPostgres();
  if ("reason" in start) return t.skip(start.reason);
  const redis = await startRedisServer();
  const args = ["combined", start.server.connectionString, redis.url];
  const running = await serveFaults({ count: 1, command: process.execPath, args, key });
  try {
    const { driver } = running;
    const used = await driver.code();
    const bought = await driver.redeem(used);
    const unused = await driver.code();
    await redis.kill();
    for (const answer of [await driver.redeem(unused), await driver.redeem(used), await driver.authorize()]) {
      assert.equal(answer.status, 503, answer.text.slice(0, 300));
      assert.match(answer.headers.get("retry-after") ?? "", /^\d+$/);
    }
    const next = await driver.refresh(String(bought.body.refresh_token));
    assert.equal(next.status, 200, next.text);
    await redis.start();
    for (const code of [unused, used]) assert.equal((await untilAnswered(() => driver.redeem(code))).status, 400);
    assert.equal(await driver.isAlive(next.body.access_token), true, "what nobody could prove a replay ends nothing");
    const anew = await driver.authorize();
    assert.deepEqual([anew.status, anew.headers.get("location")?.includes("/login")], [303, true], anew.text);
    driver.forget();
    assert.equal((await driver.redeem(await driver.code())).status, 200);
  } finally {
    running.stop();
    await redis.close();
    await start.server.stop();
  }
});

/** Sells under load in three processes one after the other, each of which is killed, and asks a fourth what is left. */
async function sellUnderKills(
  command: string,
  args: readonly string[],
  disturb?: () => Promise<void>,
): Promise<SalesLog> {
  const log = createSalesLog();
  const all: FaultsProcesses[] = [];
  const serve = async (): Promise<FaultsProcesses> => {
    const running = await serveFaults({ count: 1, command, args, key });
    all.push(running);
    return running;
  };
  try {
    for (let round = 0; round < 3; round += 1) {
      const { driver, stop } = await serve();
      const work = Promise.all(Array.from({ length: 4 }, () => sell(driver, log)));
      await log.until(30 * (round + 1));
      if (round === 1 && disturb !== undefined) {
        await disturb();
        await log.until(30 * (round + 1) + 20);
      }
      log.stop();
      stop();
      await work;
      log.goOn();
    }
    assert.ok(log.troubles() > 0, "nothing that was killed was noticed");
    await askLast(log, await serve());
    return log;
  } finally {
    for (const { stop } of all) stop();
  }
}

/** What was told to clients is true, and no code buys twice. */
async function askLast({ bought, open }: SalesLog, { driver }: FaultsProcesses): Promise<void> {
  for (const { code, refresh } of bought) {
    const answer = await driver.refresh(refresh);
    assert.equal(answer.status, 200, `a grant that was told of is lost: ${answer.text}`);
    assert.equal((await driver.redeem(code)).body.error, "invalid_grant", "a code was sold twice");
  }
  for (const code of open) {
    const statuses = [(await driver.redeem(code)).status, (await driver.redeem(code)).status];
    assert.equal(statuses[1], 400, `a code was sold twice: ${statuses.join(" ")}`);
  }
}

type Ask = (queries: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;

/** Of all codes, whether their answer came or not: one grant at most, and none without its tokens. */
async function assertWhole({ bought }: SalesLog, ask: Ask, { isCombined = false } = {}): Promise<void> {
  const answers = await ask(Object.values(storeQueries));
  const column = (query: string): readonly string[] => answers.get(query) ?? assert.fail(`not answered: ${query}`);
  const [used, grants] = [column(storeQueries.usedCodes), column(storeQueries.grants)];
  assert.ok(grants.length >= bought.length, "a grant is lost");
  assert.deepEqual(column(storeQueries.orphans), []);
  if (isCombined) return;
  assert.deepEqual(column(storeQueries.emptyGrants), []);
  for (const { code } of bought) assert.ok(used.includes(sha256(code)), "a code that was redeemed is good again");
  assert.equal(used.length, grants.length, "a code has two grants, or was used up for nothing");
}

async function askPostgres(connectionString: string, queries: readonly string[]): ReturnType<Ask> {
  const pool = new pg.Pool({ connectionString, options: "-c search_path=identity" });
  pool.on("error", () => undefined);
  try {
    const ask = async (query: string) =>
      [query, (await pool.query(query)).rows.map((row) => String(Object(row).value))] as const;
    return new Map(await Promise.all(queries.map(ask)));
  } finally {
    await pool.end();
  }
}

async function askSqlite(command: string, path: string): ReturnType<Ask> {
  const reader = startProgram(command, "test/fixtures/provider/sqlite-reader.ts", [path]);
  const { code, problems } = await reader.ended;
  assert.equal(code, 0, problems);
  return new Map(
    reader.lines.map((line) => {
      const [query, rows]: [string, readonly object[]] = JSON.parse(line);
      return [query, rows.map((row) => String(Object(row).value))] as const;
    }),
  );
}

async function restart(redis: RedisServer): Promise<void> {
  await redis.kill();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await redis.start();
}

/** The connection needs a moment to come back. */
async function untilAnswered<T extends { readonly status: number }>(ask: () => Promise<T>): Promise<T> {
  const lastMs = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503 || Date.now() > lastMs) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
