import type { Kysely, SelectQueryBuilder, Transaction } from "kysely";
import type { Tables } from "./tables.ts";

/** Where PostgreSQL and SQLite differ. */
export interface SqlEngine {
  readonly name: "PostgreSQL" | "SQLite";
  /** Finds where a text contains another. */
  readonly positionFunction: "strpos" | "instr";
  /** The column that tells where a row lies. */
  readonly rowAddress: "ctid" | "rowid";
  /** Locks the rows that are read, where rows can be locked. */
  readonly lock: <Table extends keyof Tables, Row>(
    query: SelectQueryBuilder<Tables, Table, Row>,
    options?: { readonly skipLocked: boolean },
  ) => SelectQueryBuilder<Tables, Table, Row>;
  readonly isUniqueViolation: (error: unknown) => boolean;
  /** Whether a transaction failed because of others at the same time, and would succeed now. */
  readonly isConflict: (error: unknown) => boolean;
}

/** A database that is ready to be asked. */
export interface SqlDatabase {
  readonly engine: SqlEngine;
  /** Does one statement, or several that do not depend on each other. */
  readonly run: <T>(work: (db: Kysely<Tables>) => Promise<T>) => Promise<T>;
  /** Does all of it or nothing. */
  readonly transact: <T>(work: (tx: Transaction<Tables>) => Promise<T>) => Promise<T>;
}

/** Makes a database of which each use waits until its tables are there, and is repeated once after a conflict with others. */
export function createSqlDatabase(db: Kysely<Tables>, engine: SqlEngine, prepare: () => Promise<void>): SqlDatabase {
  let prepared: Promise<void> | undefined;
  const ready = (): Promise<void> => {
    prepared ??= prepare().catch((error) => {
      prepared = undefined;
      throw error;
    });
    return prepared;
  };

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    await ready();
    try {
      return await work();
    } catch (error) {
      if (!engine.isConflict(error)) throw error;
      return work();
    }
  }

  return {
    engine,
    run: (work) => attempt(() => work(db)),
    transact: (work) => attempt(() => db.transaction().execute(work)),
  };
}
