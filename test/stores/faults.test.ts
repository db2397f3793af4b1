import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import pg from "pg";
import {
  createFaultsDriver,
  type FaultsDriver,
  goodRequest,
  makeDriverKey,
  type SceneAnswer,
} from "../fixtures/provider/faults-driver.ts";
import { listRaces, sha256 } from "../fixtures/provider/faults-races.ts";
import { findNodeWithSqlite, type RunningProgram, startProgram } from "../fixtures/provider/newer-node.ts";
import { startPostgres } from "../fixtures/provider/postgres-server.ts";
import { hasRedisServer, startRedisServer } from "../fixtures/provider/redis-server.ts";
import { storeQueries } from "../fixtures/provider/store-queries.ts";

const program = "test/fixtures/provider/faults-server.ts";
const key = await makeDriverKey();

test("faults on PostgreSQL, over HTTP in two processes", async (t) => {
  const start = await startPostgres();
  if ("reason" in start) return t.skip(start.reason);
  try {
    await runRaces(t, process.execPath, ["postgres", start.server.connectionString]);
    await runOddTexts(t, process.execPath, ["postgres", start.server.connectionString]);
  } finally {
    await start.server.stop();
  }
});

test("faults on SQLite, over HTTP in two processes", async (t) => {
  const node = await findNodeWithSqlite();
  if ("reason" in node) return t.skip(node.reason);
  const folder = mkdtempSync(join(tmpdir(), "faults-sqlite-"));
  try {
    await runRaces(t, node.command, ["sqlite", join(folder, "store.db")]);
    await runOddTexts(t, node.command, ["sqlite", join(folder, "store.db")]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("faults on Redis and PostgreSQL together, over HTTP in two processes", async (t) => {
  if (!hasRedisServer) return t.skip("no redis-server is installed");
  const start = await startPostgres();
  if ("reason" in start) return t.skip(start.reason);
  const redis = await startRedisServer();
  try {
    await runRaces(t, process.execPath, ["combined", start.server.connectionString, redis.url]);
  } finally {
    await redis.close();
    await start.server.stop();
  }
});

test("faults on PostgreSQL: kill -9 of the provider and stops of the server under load lose no grant and sell no code twice", async (t) => {
  const start = await startPostgres();
  if ("reason" in start) return t.skip(start.reason);
  const { server } = start;
  const args = ["postgres", server.connectionString];
  const servers: Servers[] = [];
  try {
    const log = createLog();
    for (let round = 0; round < 3; round += 1) {
      const running = await serve(1, process.execPath, args);
      servers.push(running);
      const work = Promise.all(Array.from({ length: 4 }, () => sell(running.driver, log)));
      await log.until(30 * (round + 1));
      if (round === 1) {
        await server.crash();
        await server.start();
        await log.until(30 * (round + 1) + 20);
      }
      log.stop();
      for (const { kill } of running.programs) kill();
      await work;
      log.goOn();
    }
    assert.ok(log.troubles() > 0, "nothing that was killed was noticed");
    const last = await serve(1, process.execPath, args);
    servers.push(last);
    for (const { code, refresh } of log.bought) {
      assert.equal((await last.driver.refresh(refresh)).status, 200, "a grant that was told of is lost");
      assert.equal((await last.driver.redeem(code)).body.error, "invalid_grant", "a code was sold twice");
    }
    for (const code of log.open) {
      const statuses = [(await last.driver.redeem(code)).status, (await last.driver.redeem(code)).status];
      assert.equal(statuses[1], 400, `a code was sold twice: ${statuses.join(" ")}`);
    }
    await assertWhole(server.connectionString, log);
  } finally {
    for (const { stop } of servers) stop();
    await server.stop();
  }
});

interface Servers {
  readonly programs: readonly RunningProgram[];
  readonly driver: FaultsDriver;
  readonly stop: () => void;
}

/** Starts processes of the provider that share a store. */
async function serve(
  count: number,
  command: string,
  [kind = "", place = "", ...more]: readonly string[],
): Promise<Servers> {
  const programs = Array.from({ length: count }, () =>
    startProgram(command, program, [kind, place, JSON.stringify(key.publicJwk), ...more]),
  );
  const stop = (): void => {
    for (const { kill } of programs) kill();
  };
  try {
    const urls = await Promise.all(programs.map(addressOf));
    return { programs, stop, driver: createFaultsDriver(urls, key) };
  } catch (error) {
    stop();
    throw error;
  }
}

async function addressOf({ lines, ended }: RunningProgram): Promise<string> {
  let problem: string | undefined;
  void ended.then(({ code, problems }) => {
    problem = `ended with ${code}: ${problems}`;
  });
  while (lines[0] === undefined) {
    assert.equal(problem, undefined);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return lines[0];
}

async function runRaces(t: TestContext, command: string, args: readonly string[]): Promise<void> {
  const { driver, stop } = await serve(2, command, args);
  try {
    for (const { title, run } of listRaces({ mayNobodyWin: args[0] === "combined" }))
      await t.test(title, () => run(driver));
  } finally {
    stop();
  }
}

/** Text that a database may not want to keep is no failure of the store, or anybody could make it look broken. */
async function runOddTexts(t: TestContext, command: string, args: readonly string[]): Promise<void> {
  const { driver, stop } = await serve(1, command, args);
  const odd = ["\0", "a\0b", "\ud800", "__proto__", "\ufffe", "x".repeat(5000)];
  try {
    for (const text of odd)
      await t.test(`${JSON.stringify(text.slice(0, 8))} is answered, and by no failure of the server`, async () => {
        for (const name of ["state", "nonce", "login_hint", "ui_locales", "claims", "client_id", "scope", "resource"]) {
          const claims = JSON.stringify({ id_token: { [text]: { value: text } } });
          const value = name === "claims" ? claims : text;
          const request = { ...goodRequest, prompt: "login", [name]: value };
          assertNoFault(await driver.get(`/authorize?${new URLSearchParams(request)}`), `${name} at /authorize`);
          assertNoFault(await driver.authorize({ [name]: value }), `${name} at /authorize, signed in`);
          assertNoFault(await driver.post("/par", { ...goodRequest, [name]: value }), `${name} at /par`);
        }
        for (const name of ["code", "refresh_token", "device_code", "client_id", "token", "grant_type"])
          for (const grantType of [
            "authorization_code",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code",
          ]) {
            const form = { grant_type: grantType, client_id: "spa", code: "c", refresh_token: "r", [name]: text };
            assertNoFault(await driver.post("/token", form), `${name} at /token`);
          }
        assertNoFault(await driver.post("/revoke", { client_id: "spa", token: text }), "token at /revoke");
        assertNoFault(await driver.get("/userinfo", { authorization: "Bearer a.b.c" }), "token at /userinfo");
        assertNoFault(
          await driver.get(`/login?${new URLSearchParams({ interaction: text })}`),
          "interaction at /login",
        );
        assertNoFault(await driver.get(`/device?${new URLSearchParams({ user_code: text })}`), "user_code at /device");
      });
  } finally {
    stop();
  }
}

function assertNoFault({ status, text }: SceneAnswer, where: string): void {
  assert.ok(status < 500, `${where}: ${status} ${text.slice(0, 300)}`);
}

/** What was told to clients, which is what must not be lost. */
interface SalesLog {
  readonly bought: { readonly code: string; readonly refresh: string }[];
  /** Codes of which nobody was told whether they were redeemed. */
  readonly open: string[];
  readonly isStopped: () => boolean;
  readonly until: (count: number) => Promise<void>;
  readonly stop: () => void;
  readonly goOn: () => void;
  readonly trouble: (code: string | undefined) => void;
  readonly troubles: () => number;
}

function createLog(): SalesLog {
  const bought: SalesLog["bought"] = [];
  const open: string[] = [];
  let [isStopped, troubles] = [false, 0];
  return {
    bought,
    open,
    isStopped: () => isStopped,
    async until(count) {
      const lastMs = Date.now() + 60_000;
      while (bought.length < count) {
        assert.ok(Date.now() < lastMs, `only ${bought.length} of ${count} sales, ${troubles} troubles`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    stop: () => {
      isStopped = true;
    },
    goOn: () => {
      isStopped = false;
    },
    trouble: (code) => {
      troubles += 1;
      if (code !== undefined) open.push(code);
    },
    troubles: () => troubles,
  };
}

/** Buys tokens with codes as long as nobody says stop. */
async function sell(driver: FaultsDriver, log: SalesLog): Promise<void> {
  while (!log.isStopped()) {
    let code: string | undefined;
    try {
      code = await driver.code();
      const answer = await driver.redeem(code);
      if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
      log.bought.push({ code, refresh: String(answer.body.refresh_token) });
    } catch {
      log.trouble(code);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Of all codes, whether their answer came or not: one grant at most, and none without its tokens. */
async function assertWhole(connectionString: string, { bought }: SalesLog): Promise<void> {
  const pool = new pg.Pool({ connectionString, options: "-c search_path=identity" });
  pool.on("error", () => undefined);
  try {
    const column = async (query: string): Promise<readonly string[]> =>
      (await pool.query(query)).rows.map((row) => String(Object(row).value));
    const used = await column(
      "select hash as value from artifact where kind = 'authorization_code' and consumed_at is not null",
    );
    const grants = await column("select id as value from grant_");
    for (const { code } of bought) assert.ok(used.includes(sha256(code)), "a code that was redeemed is good again");
    assert.equal(used.length, grants.length, "a code has two grants, or was used up for nothing");
    assert.deepEqual(await column(storeQueries.orphans), []);
    assert.deepEqual(
      await column("select id as value from grant_ where not exists (select 1 from token where grant_id = id)"),
      [],
    );
  } finally {
    await pool.end();
  }
}
