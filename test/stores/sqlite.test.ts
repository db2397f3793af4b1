import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { describeStoreContract } from "../../src/provider/stores/contract/store-contract.ts";
import { createSqliteStore } from "../../src/provider/stores/sql/sqlite-store.ts";
import { findNodeWithSqlite, startProgram } from "../fixtures/provider/newer-node.ts";

const node = await findNodeWithSqlite();

if ("reason" in node) test("SQLite store", { skip: node.reason }, () => {});
else if (node.command !== process.execPath) test("SQLite store, in a Node that has it", () => runIn(node.command));
else describeSqlite();

/** Runs this file in another Node. */
async function runIn(command: string): Promise<void> {
  const { lines, ended } = startProgram(command, "test/stores/sqlite.test.ts");
  const { code, problems } = await ended;
  assert.equal(code, 0, [...lines.filter((line) => /✖|Error|at /.test(line)), problems].join("\n"));
  const passed = lines.map((line) => /^(?:ℹ|#) pass (\d+)/.exec(line)?.[1]).find((count) => count !== undefined);
  assert.ok(Number(passed) > 95, `only ${passed} tests passed`);
}

function describeSqlite(): void {
  const folder = mkdtempSync(join(tmpdir(), "provider-sqlite-"));
  after(() => rmSync(folder, { recursive: true }));
  const path = (name: string): string => join(folder, name);
  const code = {
    kind: "authorization_code",
    hash: "code",
    payload: {},
    expiresAtMs: 2_000_000_000_000,
    purgeAtMs: 2_000_000_000_000,
    version: 1,
  } as const;

  describeStoreContract(async () => createSqliteStore({ path: path("contract.db") }), {
    test: (rule, run) => test(`SQLite store in a file: ${rule}`, run),
  });

  test("SQLite store: several that start at once on one file make the schema once", async () => {
    const stores = Array.from({ length: 5 }, () => createSqliteStore({ path: path("at-once.db") }));
    await Promise.all(stores.map((store) => store.ping()));
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(path("at-once.db"));
    assert.equal(database.prepare("select count(*) as count from schema_migration").get()?.count, 2);
    assert.equal(database.prepare("pragma journal_mode").get()?.journal_mode, "wal");
    database.close();
    await Promise.all(stores.map((store) => store.close()));
  });

  test("SQLite store: of many in two stores on one file, one consumes and one rotates", async () => {
    const stores = [1, 2].map(() => createSqliteStore({ path: path("shared.db") }));
    for (let round = 0; round < 20; round += 1) {
      const key = { ...code, hash: `code ${round}` };
      await stores[0]?.artifacts.put(key);
      const consumed = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const token = {
            hash: `${round} ${index}`,
            kind: "access_token",
            clientId: "c",
            scope: [],
            audience: [],
          } as const;
          const times = { generation: 0, issuedAtMs: 1, expiresAtMs: 2, purgeAtMs: 3 };
          return stores[index % 2]?.grants.issue({ consume: key, tokens: [{ ...token, ...times }], nowMs: 1 });
        }),
      );
      assert.equal(consumed.filter((issued) => issued?.outcome === "issued").length, 1);
      assert.equal(consumed.filter((issued) => issued?.outcome === "used").length, 19);
    }
    await Promise.all(stores.map((store) => store.close()));
  });

  test("SQLite store: waits a bounded time for one that holds the file, and does not stop the process meanwhile", async () => {
    const store = createSqliteStore({ path: path("held.db"), busyTimeoutMs: 300 });
    await store.ping();
    const { DatabaseSync } = await import("node:sqlite");
    const other = new DatabaseSync(path("held.db"));
    other.exec("begin immediate");
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 5);
    await assert.rejects(store.artifacts.put(code), /locked/);
    clearInterval(timer);
    assert.ok(ticks > 3, "the process stood still");
    assert.equal(await store.artifacts.find(code), undefined, "who reads does not wait");
    const waiting = store.artifacts.put(code);
    setTimeout(() => other.exec("commit"), 50);
    assert.equal(await waiting, true);
    other.close();
    await store.close();
  });

  test("SQLite store: mode check rejects a new file; a schema of a later version is left alone", async () => {
    const checked = createSqliteStore({ path: path("checked.db"), migrate: "check" });
    await assert.rejects(checked.ping(), { code: "ERR_CONFIGURATION_STORE", parameter: "migrate" });
    await checked.migrate();
    await checked.migrate();
    assert.equal(await checked.artifacts.put(code), true);
    const { DatabaseSync } = await import("node:sqlite");
    const other = new DatabaseSync(path("checked.db"));
    other.exec("insert into schema_migration values (99, 0)");
    other.close();
    await assert.rejects(checked.ping(), { code: "ERR_CONFIGURATION_STORE", parameter: "store" });
    const again = createSqliteStore({ path: path("checked.db") });
    await assert.rejects(again.artifacts.find(code), { code: "ERR_CONFIGURATION_STORE" });
    for (const store of [checked, again]) await store.close();
  });

  test("SQLite store: after close every verb rejects; what was written is there for the next", async () => {
    const store = createSqliteStore({ path: path("closed.db") });
    await store.artifacts.put(code);
    await store.close();
    await store.close();
    await assert.rejects(store.artifacts.find(code), /closed/);
    const next = createSqliteStore({ path: path("closed.db") });
    assert.deepEqual(await next.artifacts.find(code), code);
    await next.close();
    await createSqliteStore({ path: path("never-opened.db") }).close();
  });

  test("SQLite store: a file that is none rejects, and can be used once it is there", async () => {
    const store = createSqliteStore({ path: path("missing/store.db") });
    await assert.rejects(store.ping(), /open/);
    const { mkdirSync } = await import("node:fs");
    mkdirSync(path("missing"));
    await store.ping();
    await store.close();
  });
}
