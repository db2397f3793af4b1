import { type Dialect, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from "kysely";
import { ConfigurationError } from "../../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../../util/check-option-names.ts";
import { type Clock, systemClock } from "../../../util/clock.ts";
import type { MigrateMode, SchemaAccess } from "./migrate.ts";
import { createPostgresDriver, type PostgresDeadlines, type PostgresPool } from "./postgres-driver.ts";
import type { SqlEngine } from "./sql-database.ts";
import { createSqlStore, type SqlStore } from "./sql-store.ts";
import type { Tables } from "./tables.ts";

/** Where a store in PostgreSQL is. One of `pool` and `connectionString` must be given. */
export interface PostgresStoreOptions {
  /** A pool of the package `pg`, which stays yours: the store never ends it. Listen to its `error` events. */
  readonly pool?: PostgresPool | undefined;
  /** A URL such as `postgresql://user:password@host/database`, for a pool of the store's own. Needs the package `pg`. */
  readonly connectionString?: string | undefined;
  /** Most connections of the store's own pool. Default 10. */
  readonly maxConnections?: number | undefined;
  /** Schema that the tables are in: lower-case letters, digits and `_`. Made where it is not there. Default `identity`. */
  readonly schema?: string | undefined;
  /** What happens when the schema is not up to date: `auto` brings it up to date at the first use, `check` rejects. Default `auto`. */
  readonly migrate?: MigrateMode | undefined;
  /** Longest wait for a connection, in milliseconds. Default 5000. */
  readonly connectTimeoutMs?: number | undefined;
  /** Longest wait for a statement, in milliseconds. Default 10000. */
  readonly statementTimeoutMs?: number | undefined;
  /** Default: the machine's clock. Only what may be used once looks at it: proofs and assertions. */
  readonly clock?: Clock | undefined;
}

/**
 * Creates a store in PostgreSQL 12 or later, which several processes can share. It connects when it is first used.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used
 */
export function createPostgresStore(options: PostgresStoreOptions): SqlStore {
  checkOptionNames(options, optionNames, { of: "createPostgresStore" });
  const { schema = "identity", migrate = "auto", clock = systemClock } = options;
  const { connectTimeoutMs = 5000, statementTimeoutMs = 10_000, maxConnections = 10 } = options;
  for (const [name, value] of Object.entries({ connectTimeoutMs, statementTimeoutMs, maxConnections }))
    if (!Number.isSafeInteger(value) || value < 1) throw wrong(name, "must be a whole number, 1 or more");
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw wrong("schema", "must be lower-case letters, digits and _, at most 63, with no digit at the start");
  if (migrate !== "auto" && migrate !== "check") throw wrong("migrate", 'must be "auto" or "check"');
  if ((options.pool === undefined) === (options.connectionString === undefined))
    throw wrong("pool", "or connectionString must be given, and not both");
  const deadlines = { connectTimeoutMs, statementTimeoutMs };
  const pool = createPoolAccess(options, { ...deadlines, maxConnections });
  const open = (limits: PostgresDeadlines): Kysely<Tables> =>
    new Kysely<Tables>({ dialect: createDialect(pool.open, limits) }).withSchema(schema);
  // A migration waits for that of another process.
  const patient = { connectTimeoutMs, statementTimeoutMs: migrationTimeoutMs };
  const access = createSchemaAccess(open(patient), schema, clock);
  return createSqlStore({ db: open(deadlines), engine, schema: access, mode: migrate, clock, close: pool.close });
}

function createDialect(openPool: () => Promise<PostgresPool>, deadlines: PostgresDeadlines): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => createPostgresDriver(openPool, deadlines),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

function createSchemaAccess(db: Kysely<Tables>, schema: string, clock: Clock): SchemaAccess {
  const table = (name: string): string => `"${schema}"."${name}"`;
  return {
    db,
    clock,
    types: {
      text: 'text collate "C"',
      table,
      wholeNumber: (column, member) => `floor(((${column})::json->>'${member}')::numeric)::bigint`,
    },
    async begin(tx) {
      await sql.raw(`set local statement_timeout = ${migrationTimeoutMs}`).execute(tx);
      await sql`select pg_advisory_xact_lock(hashtextextended(${`ts-identity-model ${schema}`}, 0))`.execute(tx);
      const { rows } = await sql`select 1 from pg_namespace where nspname = ${schema}`.execute(tx);
      if (rows.length === 0) await sql.raw(`create schema "${schema}"`).execute(tx);
    },
    async hasTable(tx) {
      const name = table("schema_migration");
      const { rows } =
        await sql`select 1 from (select to_regclass(${name}) as found) x where found is not null`.execute(tx);
      return rows.length === 1;
    },
  };
}

interface PoolLimits extends PostgresDeadlines {
  readonly maxConnections: number;
}

/** The pool that was given, or one of the store's own that is opened at the first use. */
function createPoolAccess({ pool, connectionString }: PostgresStoreOptions, limits: PoolLimits) {
  let isClosed = false;
  let opened: ReturnType<typeof openPool> | undefined;
  return {
    async open(): Promise<PostgresPool> {
      if (isClosed) throw new Error("The store is closed.");
      if (pool !== undefined) return pool;
      opened ??= openPool(connectionString ?? "", limits).catch((error) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    async close(): Promise<void> {
      isClosed = true;
      await (await opened)?.end();
    },
  };
}

async function openPool(
  connectionString: string,
  { maxConnections, connectTimeoutMs, statementTimeoutMs }: PoolLimits,
) {
  const { default: pg } = await import("pg").catch((cause: unknown) => {
    throw new ConfigurationError("ERR_CONFIGURATION_STORE", {
      message: "createPostgresStore needs the package pg to open a pool of its own.",
      parameter: "connectionString",
      remedy: "Install pg, or give a pool.",
      cause,
    });
  });
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    keepAlive: true,
    application_name: "ts-identity-model",
  });
  // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
  pool.on("error", () => undefined);
  return pool;
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

function codeOf(error: unknown): unknown {
  return Object(error).code;
}

const engine: SqlEngine = {
  name: "PostgreSQL",
  positionFunction: "strpos",
  rowAddress: "ctid",
  lock: (query, { skipLocked = false } = { skipLocked: false }) =>
    skipLocked ? query.forUpdate().skipLocked() : query.forUpdate(),
  isUniqueViolation: (error) => codeOf(error) === "23505",
  isConflict: (error) => codeOf(error) === "40001" || codeOf(error) === "40P01",
};

/** Five minutes. */
const migrationTimeoutMs = 300_000;

const optionNames: OptionNames<PostgresStoreOptions> = {
  pool: true,
  connectionString: true,
  maxConnections: true,
  schema: true,
  migrate: true,
  connectTimeoutMs: true,
  statementTimeoutMs: true,
  clock: true,
};
