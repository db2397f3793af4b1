import { type Kysely, sql } from "kysely";
import { ConfigurationError } from "../../../errors/families.ts";
import type { Clock } from "../../../util/clock.ts";
import { type ColumnTypes, migrations } from "./migrations.ts";
import type { Tables } from "./tables.ts";

/** What a store does about the schema when it is first used: `auto` brings it up to date, `check` rejects one that is not. */
export type MigrateMode = "auto" | "check";

/** A schema, and how its migrations are kept from running twice at once. */
export interface SchemaAccess {
  readonly db: Kysely<Tables>;
  readonly types: ColumnTypes;
  /** Keeps others from migrating until the transaction ends, and makes the place where the tables are to be. */
  readonly begin: (tx: Kysely<Tables>) => Promise<void>;
  /** Whether the table of migrations is there. */
  readonly hasTable: (db: Kysely<Tables>) => Promise<boolean>;
  readonly clock: Clock;
}

/**
 * Looks whether the schema is the one that this version of the package works with, and brings it up to date where it may.
 * @throws ConfigurationError `ERR_CONFIGURATION_STORE` for a schema of a later version, and in mode `check` for one of an earlier
 */
export async function prepareSchema(access: SchemaAccess, mode: MigrateMode): Promise<void> {
  if ((await requireKnownVersion(access)) === migrations.length) return;
  if (mode === "check")
    throw new ConfigurationError("ERR_CONFIGURATION_STORE", {
      message: "The schema of the store is not up to date.",
      parameter: "migrate",
      remedy: 'Call migrate() of the store before the provider starts, or leave the option migrate at "auto".',
    });
  await migrateSchema(access);
}

/**
 * Runs the migrations that the schema lacks, all of them in one transaction. Of several processes one does it, and the others wait for it.
 * @throws ConfigurationError `ERR_CONFIGURATION_STORE` for a schema of a later version
 */
export async function migrateSchema(access: SchemaAccess): Promise<void> {
  const { db, types, begin, clock } = access;
  await db.transaction().execute(async (tx) => {
    await begin(tx);
    const version = await requireKnownVersion({ ...access, db: tx });
    if (version === 0) {
      const columns = "(number integer primary key, applied_at bigint not null)";
      await sql.raw(`create table if not exists ${types.table("schema_migration")} ${columns}`).execute(tx);
    }
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      for (const statement of migration(types)) await sql.raw(statement).execute(tx);
      const applied = { number: index + 1, applied_at: Math.floor(clock()) };
      await tx.insertInto("schema_migration").values(applied).execute();
    }
  });
}

/**
 * Number of the last migration that ran; 0 for none.
 * @throws ConfigurationError `ERR_CONFIGURATION_STORE` for one that this version of the package does not know
 */
export async function requireKnownVersion({ db, hasTable }: Pick<SchemaAccess, "db" | "hasTable">): Promise<number> {
  if (!(await hasTable(db))) return 0;
  const row = await db
    .selectFrom("schema_migration")
    .select(({ fn }) => fn.max("number").as("version"))
    .executeTakeFirst();
  const version = Number(row?.version ?? 0);
  if (version <= migrations.length) return version;
  throw new ConfigurationError("ERR_CONFIGURATION_STORE", {
    message: `The schema of the store has version ${version}; this version of the package knows ${migrations.length}.`,
    parameter: "store",
    remedy: "Run the version of the package that made the schema, or a later one.",
  });
}
