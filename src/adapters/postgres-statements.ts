import { ConfigurationError } from "../errors/families.ts";

/** The statements of a shared store. What they are given follows its number: key, value, version, expiry, the time. */
export interface PostgresStatements {
  /** Name of the table as it is written in SQL. */
  readonly table: string;
  readonly find: string;
  readonly create: string;
  readonly read: string;
  readonly write: string;
  readonly writeNew: string;
  readonly replace: string;
  readonly remove: string;
  readonly removeVersion: string;
  readonly acquire: string;
  readonly release: string;
  readonly sweep: string;
}

/**
 * Writes the statements for a table. Each is one step: what it looks at is locked until it has written.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a name that is not of letters, digits and underscores
 */
export function createStatements(name: string): PostgresStatements {
  if (!tableName.test(name)) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message:
        "table must be letters, digits and underscores, at most 50, with the name of its schema and a dot before it if need be.",
      parameter: "table",
    });
  }
  const table = name
    .split(".")
    .map((part) => `"${part}"`)
    .join(".");
  const index = `"${name.split(".").at(-1)}_expires"`;
  const insert = `insert into ${table} as held (key, value, version, expires_at_ms)`;
  const onConflict =
    "on conflict (key) do update set value = excluded.value, version = excluded.version, expires_at_ms = excluded.expires_at_ms";
  const serverNow = "(extract(epoch from clock_timestamp()) * 1000)::bigint";
  return Object.freeze({
    table,
    find: "select to_regclass($1)::text as name",
    // Statements in one text are one transaction; the lock, taken by its number, ends with it.
    create: `select pg_advisory_xact_lock(${lockNumber});
create table if not exists ${table} (key text collate "C" primary key, value text not null, version text not null, expires_at_ms bigint not null);
create index if not exists ${index} on ${table} (expires_at_ms)`,
    read: `select value, version from ${table} where key = $1 and expires_at_ms > $2::bigint`,
    write: `${insert} values ($1, $2, $3, $4::bigint) ${onConflict} returning 1`,
    writeNew: `${insert} values ($1, $2, $3, $4::bigint) ${onConflict} where held.expires_at_ms <= $5::bigint returning 1`,
    replace: `update ${table} set value = $2, version = $3, expires_at_ms = $4::bigint
where key = $1 and expires_at_ms > $5::bigint and version = $6 returning 1`,
    remove: `delete from ${table} where key = $1 and expires_at_ms > $2::bigint returning 1`,
    removeVersion: `delete from ${table} where key = $1 and expires_at_ms > $2::bigint and version = $3 returning 1`,
    acquire: `${insert} values ($1, '', $2, ${serverNow} + $3::bigint) ${onConflict} where held.expires_at_ms <= ${serverNow} returning 1`,
    release: `delete from ${table} where key = $1 and version = $2`,
    sweep: `delete from ${table} where key in
(select key from ${table} where expires_at_ms <= $1::bigint order by expires_at_ms limit $2::int for update skip locked) returning 1`,
  });
}

const tableName = /^(?:[A-Za-z_]\w{0,49}\.)?[A-Za-z_]\w{0,49}$/;

/** One that nobody else is likely to take. */
const lockNumber = 7_209_145_533;
