import assert from "node:assert/strict";
import { test } from "node:test";
import type {
  PostgresClient,
  PostgresPool,
  PostgresQuery,
} from "../../../../src/provider/stores/sql/postgres-driver.ts";
import { createPostgresStore } from "../../../../src/provider/stores/sql/postgres-store.ts";
import { createSqliteStore } from "../../../../src/provider/stores/sql/sqlite-store.ts";

const code = { kind: "authorization_code", hash: "code" } as const;

/** A pool whose server answers what the test says; it tells how connections were given back. */
function fakePool(answer: (text: string) => Promise<readonly unknown[]> | readonly unknown[]) {
  const texts: string[] = [];
  const releases: (boolean | undefined)[] = [];
  const listeners = new Set<(error: Error) => void>();
  const client: PostgresClient = {
    async query({ text }: PostgresQuery) {
      texts.push(text);
      if (text.includes("to_regclass")) return { rows: [{}] };
      if (text.includes("schema_migration")) return { rows: [{ version: 2 }] };
      return { rows: [...(await answer(text))] };
    },
    release: (destroy) => void releases.push(destroy),
    on: (_event, listener) => listeners.add(listener),
    removeListener: (_event, listener) => listeners.delete(listener),
  };
  const pool: PostgresPool = { connect: async () => client };
  return { pool, texts, releases, listeners };
}

function failure(code: string, severity = "ERROR"): Error {
  return Object.assign(new Error(`failed with ${code}`), { code, severity });
}

for (const [title, options, parameter] of [
  ["neither pool nor connection string", {}, "pool"],
  ["both", { pool: fakePool(() => []).pool, connectionString: "postgresql://x" }, "pool"],
  ["a schema that is no plain name", { connectionString: "postgresql://x", schema: 'a"; drop' }, "schema"],
  ["a schema with capitals", { connectionString: "postgresql://x", schema: "Identity" }, "schema"],
  ["a mode that is none", { connectionString: "postgresql://x", migrate: "never" }, "migrate"],
  ["a time that is none", { connectionString: "postgresql://x", statementTimeoutMs: 0 }, "statementTimeoutMs"],
  ["an option that is none", { connectionString: "postgresql://x", url: "" }, "url"],
] as const) {
  test(`PostgreSQL store: refuses ${title}`, () => {
    assert.throws(() => createPostgresStore(options as never), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

for (const [title, options, parameter] of [
  ["no path", { path: "" }, "path"],
  ["a mode that is none", { path: "x", migrate: true }, "migrate"],
  ["a time that is none", { path: "x", busyTimeoutMs: -1 }, "busyTimeoutMs"],
  ["an option that is none", { path: "x", file: "" }, "file"],
] as const) {
  test(`SQLite store: refuses ${title}`, () => {
    assert.throws(() => createSqliteStore(options as never), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

test("SQLite store: a run-time without SQLite is told what it lacks when the store is used", async () => {
  const isThere = await import("node:sqlite").then(
    () => true,
    () => false,
  );
  const store = createSqliteStore({ path: ":memory:" });
  if (isThere) await store.ping();
  else await assert.rejects(store.ping(), { code: "ERR_CONFIGURATION_STORE", parameter: "path" });
  await store.close();
});

test("PostgreSQL store: a statement that fails because of others is repeated once", async () => {
  for (const conflict of ["40001", "40P01"]) {
    let failures = 0;
    const { pool, releases } = fakePool(() => {
      failures += 1;
      if (failures === 1) throw failure(conflict);
      return [];
    });
    const store = createPostgresStore({ pool });
    assert.equal(await store.artifacts.find(code), undefined);
    assert.equal(failures, 2);
    assert.ok(releases.every((destroy) => destroy === false));
  }
});

test("PostgreSQL store: a second conflict and any other failure reject", async () => {
  for (const [failing, tries] of [
    ["40001", 2],
    ["23505", 1],
    ["57014", 1],
  ] as const) {
    let failures = 0;
    const { pool } = fakePool(() => {
      failures += 1;
      throw failure(failing);
    });
    await assert.rejects(createPostgresStore({ pool }).artifacts.find(code), { code: failing });
    assert.equal(failures, tries);
  }
});

test("PostgreSQL store: a transaction that fails is rolled back, also where the rollback fails, and its error is told", async () => {
  for (const isRollbackLost of [false, true]) {
    const { pool, texts, releases } = fakePool((text) => {
      if (text.startsWith("insert")) throw failure("23505");
      if (text === "rollback" && isRollbackLost) throw new Error("Connection terminated unexpectedly");
      return [];
    });
    const store = createPostgresStore({ pool });
    const rule = { windowMs: 1, blockAfter: 1, blockMs: 1, maxBlockMs: 1 };
    await assert.rejects(store.throttle.fail("key", rule, 1), { code: "23505" });
    assert.deepEqual([texts.at(-3), texts.at(-1)], ["begin isolation level read committed", "rollback"]);
    assert.equal(releases.at(-1), isRollbackLost, "a connection in an unknown state is ended");
  }
});

test("PostgreSQL store: a connection that answered nothing, or said farewell, is not used again", async () => {
  for (const error of [new Error("Query read timeout"), failure("57P01", "FATAL"), failure("08006")]) {
    const { pool, releases, listeners } = fakePool(() => {
      throw error;
    });
    await assert.rejects(createPostgresStore({ pool }).artifacts.find(code), error);
    assert.equal(releases.at(-1), true);
    assert.equal(listeners.size, 0);
  }
});

test("PostgreSQL store: a connection that breaks between two statements is ended", async () => {
  const { pool, releases, listeners } = fakePool((text) => {
    if (text.startsWith("begin")) for (const listener of listeners) listener(new Error("Connection terminated"));
    return text.startsWith("insert") ? [{ key: "key", failures: "0", ends_at: "0" }] : [];
  });
  const rule = { windowMs: 1, blockAfter: 1, blockMs: 1, maxBlockMs: 1 };
  await createPostgresStore({ pool }).throttle.fail("key", rule, 1);
  assert.equal(releases.at(-1), true);
});

test("PostgreSQL store: a pool that gives no connection is waited for as long as the option says", async () => {
  const { pool, releases } = fakePool(() => []);
  let give: (client: PostgresClient) => void = () => undefined;
  const slow: PostgresPool = {
    connect: () =>
      new Promise((resolve) => {
        give = resolve;
      }),
  };
  await assert.rejects(createPostgresStore({ pool: slow, connectTimeoutMs: 20 }).ping(), /within 20 ms/);
  give(await pool.connect());
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(releases.length, 1, "what comes too late is given back");
});

test("PostgreSQL store: a name that PostgreSQL cannot hold is looked up nowhere", async () => {
  const { pool, texts } = fakePool(() => []);
  const store = createPostgresStore({ pool });
  for (const name of ["a\u0000b", "\ud800"]) {
    assert.equal(await store.clients.find(name), undefined);
    assert.equal(await store.accounts.findByLogin(name), undefined);
    assert.deepEqual(await store.artifacts.consume({ ...code, hash: name }, 1), { outcome: "missing" });
  }
  assert.deepEqual(
    texts.filter((text) => !/schema_migration|to_regclass/.test(text)),
    [],
  );
});
