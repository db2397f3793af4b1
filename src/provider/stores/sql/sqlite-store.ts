import type { DatabaseSync } from "node:sqlite";
import { type Dialect, type Driver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from "kysely";
import { ConfigurationError } from "../../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../../util/check-option-names.ts";
import { type Clock, systemClock } from "../../../util/clock.ts";
import type { MigrateMode, SchemaAccess } from "./migrate.ts";
import type { SqlEngine } from "./sql-database.ts";
import { createSqlStore, type SqlStore } from "./sql-store.ts";
import { createSqliteDriver, momentMs, whileBusy } from "./sqlite-driver.ts";
import type { Tables } from "./tables.ts";

/** Where a store in SQLite is. */
export interface SqliteStoreOptions {
  /** Path of the file, which is made where it is not there; `:memory:` for none. */
  readonly path: string;
  /** What happens when the schema is not up to date: `auto` brings it up to date at the first use, `check` rejects. Default `auto`. */
  readonly migrate?: MigrateMode | undefined;
  /** Longest wait for others that write to the file, in milliseconds. Default 5000. */
  readonly busyTimeoutMs?: number | undefined;
  /** Default: the machine's clock. Only what may be used once looks at it: proofs and assertions. */
  readonly clock?: Clock | undefined;
}

/**
 * Creates a store in a file, with the SQLite that Node 22.13 and later, Deno and Bun have built in. What was answered is on the disk.
 * The file is opened when the store is first used; a verb then rejects with `ERR_CONFIGURATION_STORE` where the run-time has no SQLite.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used
 */
export function createSqliteStore(options: SqliteStoreOptions): SqlStore {
  checkOptionNames(options, optionNames, { of: "createSqliteStore" });
  const { path, migrate = "auto", busyTimeoutMs = 5000, clock = systemClock } = options;
  if (typeof path !== "string" || path === "") throw wrong("path", "must be the path of a file");
  if (migrate !== "auto" && migrate !== "check") throw wrong("migrate", 'must be "auto" or "check"');
  if (!Number.isSafeInteger(busyTimeoutMs) || busyTimeoutMs < 0) throw wrong("busyTimeoutMs", "must be a whole number");
  let isClosed = false;
  let opened: DatabaseSync | undefined;
  const open = async (): Promise<DatabaseSync> => {
    opened ??= await openFile(path, busyTimeoutMs);
    return opened;
  };
  const db = new Kysely<Tables>({ dialect: createDialect(createSqliteDriver(open, busyTimeoutMs), () => isClosed) });
  const schema: SchemaAccess = {
    db,
    clock,
    types: {
      text: "text",
      table: (name) => `"${name}"`,
      wholeNumber: (column, member) => `cast(json_extract(${column}, '$.${member}') as integer)`,
    },
    // The transaction has the lock for writing from its beginning.
    begin: async () => undefined,
    hasTable: async (tx) => {
      const query = sql`select 1 from sqlite_master where type = 'table' and name = 'schema_migration'`;
      return (await query.execute(tx)).rows.length === 1;
    },
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    opened?.close();
  };
  return createSqlStore({ db, engine, schema, mode: migrate, clock, close });
}

function createDialect(driver: Driver, isClosed: () => boolean): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => ({
      ...driver,
      async acquireConnection() {
        if (isClosed()) throw new Error("The store is closed.");
        return driver.acquireConnection();
      },
    }),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

async function openFile(path: string, busyTimeoutMs: number): Promise<DatabaseSync> {
  const sqlite = await import("node:sqlite").catch((cause: unknown) => {
    throw new ConfigurationError("ERR_CONFIGURATION_STORE", {
      message: "createSqliteStore needs node:sqlite, which this run-time does not have.",
      parameter: "path",
      remedy: "Run Node 22.13 or later, Deno or Bun, or use another store.",
      cause,
    });
  });
  const database = new sqlite.DatabaseSync(path);
  try {
    database.exec(`pragma busy_timeout = ${momentMs}`);
    await whileBusy(busyTimeoutMs, () => database.exec("pragma journal_mode = wal"));
    database.exec("pragma synchronous = full");
    database.exec("pragma foreign_keys = on");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const engine: SqlEngine = {
  name: "SQLite",
  positionFunction: "instr",
  rowAddress: "rowid",
  lock: (query) => query,
  // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY.
  isUniqueViolation: (error) => [2067, 1555].includes(Object(error).errcode),
  isConflict: () => false,
};

const optionNames: OptionNames<SqliteStoreOptions> = { path: true, migrate: true, busyTimeoutMs: true, clock: true };
