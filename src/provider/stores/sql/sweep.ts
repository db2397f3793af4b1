import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import { grantTombstoneMs } from "../memory/grants.ts";
import type { ProviderStore } from "../store.ts";
import { toTime } from "./rows.ts";
import type { SqlDatabase, SqlEngine } from "./sql-database.ts";
import type { Tables } from "./tables.ts";

/** Removes what may be forgotten, a batch of each table; what others hold at the moment is left for the next time. */
export function createSqlSweep({ run, engine }: SqlDatabase): ProviderStore["sweep"] {
  let rounds = 0;
  return async (nowMs, limit) => {
    // Begins with another table every time, so that none waits for ever behind one that always has something to remove.
    rounds += 1;
    let removed = 0;
    for (let turn = 0; turn < sweptTables.length && removed < limit; turn += 1) {
      const table = sweptTables[(rounds + turn) % sweptTables.length] ?? "artifact";
      removed += await run((db) => sweepTable(db, engine, { table, now: toTime(nowMs), limit: limit - removed }));
    }
    return removed;
  };
}

interface Batch {
  readonly table: SweptTable;
  readonly now: number;
  readonly limit: number;
}

async function sweepTable(db: Kysely<Tables>, engine: SqlEngine, { table, now, limit }: Batch): Promise<number> {
  const address = sql.ref<string>(engine.rowAddress);
  const found = engine.lock(forgettable(db, table, now).select(address.as("address")).limit(limit), {
    skipLocked: true,
  });
  const isFound =
    engine.name === "PostgreSQL"
      ? sql<boolean>`${address} = any(array(${found}))`
      : sql<boolean>`${address} in (${found})`;
  const rows = await db.deleteFrom(table).where(isFound).returning(sql<number>`1`.as("removed")).execute();
  return rows.length;
}

function forgettable(
  db: Kysely<Tables>,
  table: SweptTable,
  now: number,
): SelectQueryBuilder<Tables, SweptTable, object> {
  switch (table) {
    case "artifact":
    case "token":
    case "delivery":
      return db.selectFrom(table).where("purge_at", "<=", now);
    case "grant_":
      // As long as a token of it is stored: one without its grant would look as if it stood alone.
      return db
        .selectFrom(table)
        .where("expires_at", "<=", now - grantTombstoneMs)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom("token").select("token.hash").whereRef("token.grant_id", "=", "grant_.id"))),
        );
    case "session":
    case "throttle":
      return db.selectFrom(table).where("ends_at", "<=", now);
    case "consent":
      // Without a time it lasts until it is withdrawn: a comparison with nothing is not true.
      return db.selectFrom(table).where("expires_at", "<=", now);
    case "replay":
      // The clock of another process may be behind: it would take what is forgotten for new.
      return db.selectFrom(table).where("expires_at", "<=", now - replayMarginMs);
  }
}

const replayMarginMs = 60_000;

type SweptTable = "artifact" | "token" | "grant_" | "session" | "throttle" | "replay" | "consent" | "delivery";

const sweptTables: readonly SweptTable[] = [
  "artifact",
  "token",
  "grant_",
  "session",
  "throttle",
  "replay",
  "consent",
  "delivery",
];
