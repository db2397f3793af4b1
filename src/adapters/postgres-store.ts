import { ConfigurationError } from "../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { loadOnce } from "../util/load-once.ts";
import { randomBase64url } from "../util/random.ts";
import type { SharedLease, SharedStore, SharedWriteOptions } from "../util/shared-store.ts";
import { createStatements, type PostgresStatements } from "./postgres-statements.ts";

/** What is used of a pool of the package `pg`. Each statement stands alone, so any client of one connection fits too. */
export interface PostgresSharedPool {
  readonly query: (query: PostgresSharedQuery) => Promise<{ readonly rows: unknown[] }>;
}

/** A statement with the longest time to wait for its answer, in milliseconds. */
export interface PostgresSharedQuery {
  readonly text: string;
  readonly values: unknown[];
  readonly query_timeout: number;
}

/** How the shared store in PostgreSQL is set up. */
export interface PostgresSharedStoreOptions {
  /** A pool of the package `pg`; whoever made it ends it, and listens to its errors. Its `connectionTimeoutMillis` says how long a connection is waited for. Either this or `connectionString`. */
  readonly pool?: PostgresSharedPool | undefined;
  /** Where the database is: `postgresql://…`. The package `pg` connects at first use. */
  readonly connectionString?: string | undefined;
  /** Name of the table, with its schema where that is not the one of the search path: letters, digits and underscores. Default `ti_shared`. */
  readonly table?: string | undefined;
  /** How long one statement may take, in milliseconds. Default 5000. */
  readonly timeoutMs?: number | undefined;
  /** Most connections of the pool that the store makes. Default 10. */
  readonly maxConnections?: number | undefined;
  /** Tells when entries expire. Default: the machine's clock. Leases end by the clock of the database, which is the same for all. */
  readonly clock?: Clock | undefined;
}

/** A shared store in PostgreSQL. */
export interface PostgresSharedStore extends SharedStore {
  /** Makes the table where it is not there. It is done at first use too; a role that may not make tables finds one made before. */
  readonly migrate: () => Promise<void>;
  /** Removes entries and leases that expired over a minute ago, at most 1000 at a time, and tells how many. Writing does it too, once a minute at most. */
  readonly sweep: () => Promise<number>;
  /** Rejects where the database does not answer. */
  readonly ping: () => Promise<void>;
  /** Ends the pool that the store has made; one that was given stays. */
  readonly close: () => Promise<void>;
}

/**
 * Creates a shared store in one table of PostgreSQL 12 or later. Every function is one statement, repeated where the database gave it up in favour of another;
 * one that gets no answer within `timeoutMs` rejects, and may have been done all the same. Values hold no NUL, which the database has no text for.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used, later `ERR_CONFIGURATION_STORE` where the package `pg` is missing
 */
export function createPostgresSharedStore(options: PostgresSharedStoreOptions): PostgresSharedStore {
  checkOptionNames(options, optionNames, { of: "createPostgresSharedStore" });
  const { table = "ti_shared", timeoutMs = 5000, clock = systemClock } = options;
  checkCount("timeoutMs", timeoutMs);
  const source = createPoolSource(options, timeoutMs);
  const statements = createStatements(table);
  const run: Run = async (text, values) => runRepeatedly(await source.open(), { text, values, timeoutMs });
  const migrate = async (): Promise<void> => {
    const [found] = await run(statements.find, [statements.table]);
    if (textOf(found, "name") === undefined) await run(statements.create, []);
  };
  const prepared = loadOnce(migrate);
  const runPrepared: Run = async (text, values) => {
    await prepared();
    return run(text, values);
  };
  const sweep = async (): Promise<number> => {
    const rows = await runPrepared(statements.sweep, [milliseconds(clock() - sweepMarginMs), sweepBatch]);
    return rows.length;
  };
  const parts = { run: runPrepared, statements, clock, sweepNow: createSweeper(sweep, clock) };
  return Object.freeze<PostgresSharedStore>({
    ...createEntries(parts),
    acquire: (key, leaseMs) => acquire(parts, `lease:${key}`, leaseMs),
    migrate,
    sweep,
    async ping() {
      await run("select 1", []);
    },
    close: source.close,
  });
}

type Run = (text: string, values: readonly unknown[]) => Promise<readonly unknown[]>;

interface Parts {
  readonly run: Run;
  readonly statements: PostgresStatements;
  readonly clock: Clock;
  /** Sweeps in the background where it is time. */
  readonly sweepNow: () => void;
}

function createEntries({ run, statements, clock, sweepNow }: Parts): Pick<SharedStore, "read" | "write" | "remove"> {
  const nameOf = (key: string): string => `entry:${key}`;
  return {
    async read(key) {
      const [row] = await run(statements.read, [nameOf(key), milliseconds(clock())]);
      const [value, version] = [textOf(row, "value"), textOf(row, "version")];
      return value === undefined || version === undefined ? undefined : Object.freeze({ value, version });
    },
    async write(key, value, { expiresAtMs, ifVersion }: SharedWriteOptions) {
      const version = randomBase64url(16);
      const values = [nameOf(key), value, version, milliseconds(expiresAtMs)];
      const now = milliseconds(clock());
      const written =
        ifVersion === undefined
          ? await run(statements.write, values)
          : ifVersion === null
            ? await run(statements.writeNew, [...values, now])
            : await run(statements.replace, [...values, now, ifVersion]);
      sweepNow();
      return written.length === 0 ? undefined : version;
    },
    async remove(key, { ifVersion } = {}) {
      // Where nothing must be there, there is nothing to remove.
      if (ifVersion === null) return false;
      const values = [nameOf(key), milliseconds(clock())];
      const removed =
        ifVersion === undefined
          ? await run(statements.remove, values)
          : await run(statements.removeVersion, [...values, ifVersion]);
      return removed.length > 0;
    },
  };
}

async function acquire({ run, statements, sweepNow }: Parts, key: string, leaseMs: number) {
  // The token tells this holder from the next: a lease that has run out is not given back in the name of another.
  const token = randomBase64url(16);
  const taken = await run(statements.acquire, [key, token, milliseconds(leaseMs)]);
  sweepNow();
  if (taken.length === 0) return undefined;
  return Object.freeze<SharedLease>({
    async release() {
      await run(statements.release, [key, token]);
    },
  });
}

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly timeoutMs: number;
}

/** A statement that lost to another was undone as a whole, so it may be sent again. */
async function runRepeatedly(pool: PostgresSharedPool, { text, values, timeoutMs }: Statement) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await pool.query({ text, values: [...values], query_timeout: timeoutMs })).rows;
    } catch (error) {
      const { code } = Object(error);
      if (attempt === mostAttempts || (code !== "40001" && code !== "40P01")) throw error;
    }
  }
}

/** Nobody waits for a sweep, and the next one does what one has not done. */
function createSweeper(sweep: () => Promise<number>, clock: Clock): () => void {
  let sweptAtMs = clock();
  return () => {
    if (clock() - sweptAtMs < sweepMarginMs) return;
    sweptAtMs = clock();
    sweep().catch(() => undefined);
  };
}

function createPoolSource(options: PostgresSharedStoreOptions, timeoutMs: number) {
  const { pool, connectionString, maxConnections = 10 } = options;
  if ((pool === undefined) === (connectionString === undefined)) {
    throw wrong("pool", "or connectionString must be given, and not both");
  }
  checkCount("maxConnections", maxConnections);
  let isClosed = false;
  let opened: ReturnType<typeof openPool> | undefined;
  const open = loadOnce(() => {
    opened = openPool({ connectionString, max: maxConnections, connectionTimeoutMillis: timeoutMs });
    return opened;
  });
  return {
    async open(): Promise<PostgresSharedPool> {
      if (isClosed) throw new Error("The store is closed.");
      return pool ?? open();
    },
    async close(): Promise<void> {
      if (isClosed) return;
      isClosed = true;
      await (await opened)?.end();
    },
  };
}

interface PoolSettings {
  readonly connectionString: string | undefined;
  readonly max: number;
  readonly connectionTimeoutMillis: number;
}

async function openPool(settings: PoolSettings) {
  const { default: pg } = await import("pg").catch((cause: unknown) => {
    throw new ConfigurationError("ERR_CONFIGURATION_STORE", {
      message: "createPostgresSharedStore needs the package pg to open a pool of its own.",
      parameter: "connectionString",
      remedy: "Install pg, or give a pool.",
      cause,
    });
  });
  const pool = new pg.Pool({ ...settings, statement_timeout: settings.connectionTimeoutMillis, keepAlive: true });
  // Without a listener, an idle connection that the server ends would end the process.
  pool.on("error", () => undefined);
  return pool;
}

function textOf(row: unknown, column: string): string | undefined {
  const value: unknown = Reflect.get(Object(row), column);
  return typeof value === "string" ? value : undefined;
}

/** As text of a whole number that the database has room for. */
function milliseconds(value: number): string {
  return String(Math.min(Math.ceil(value), Number.MAX_SAFE_INTEGER));
}

function checkCount(parameter: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw wrong(parameter, "must be a whole number, 1 or more");
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const optionNames: OptionNames<PostgresSharedStoreOptions> = {
  pool: true,
  connectionString: true,
  table: true,
  timeoutMs: true,
  maxConnections: true,
  clock: true,
};

const sweepMarginMs = 60_000;
const sweepBatch = 1000;
const mostAttempts = 10;
