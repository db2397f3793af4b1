import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { CompiledQuery, type DatabaseConnection, type Driver } from "kysely";

/**
 * Makes what Kysely talks to, over the one connection of a file. Whoever holds it has it alone: statements of others wait in a line, so that
 * none comes into a transaction that it does not belong to.
 */
export function createSqliteDriver(open: () => Promise<DatabaseSync>, busyTimeoutMs: number): Driver {
  let line: Promise<void> = Promise.resolve();
  let leave: () => void = () => undefined;
  let opened: Promise<DatabaseConnection> | undefined;
  const connect = (): Promise<DatabaseConnection> => {
    opened ??= open()
      .then((database) => createConnection(database, busyTimeoutMs))
      .catch((error) => {
        opened = undefined;
        throw error;
      });
    return opened;
  };
  return {
    init: async () => undefined,
    async acquireConnection() {
      const connection = await connect();
      const before = line;
      let done: () => void = () => undefined;
      line = new Promise((resolve) => {
        done = resolve;
      });
      await before;
      leave = done;
      return connection;
    },
    async releaseConnection() {
      leave();
    },
    async beginTransaction(connection) {
      // The lock for writing at once: one that begins by reading may be refused it in the middle.
      await connection.executeQuery(CompiledQuery.raw("begin immediate"));
    },
    async commitTransaction(connection) {
      await connection.executeQuery(CompiledQuery.raw("commit"));
    },
    async rollbackTransaction(connection) {
      // Some errors have ended the transaction already; the caller is to see those.
      await connection.executeQuery(CompiledQuery.raw("rollback")).catch(() => undefined);
    },
    destroy: async () => undefined,
  };
}

/**
 * Repeats what another connection to the file is in the way of. SQLite's own wait would stop everything in this process, also the transaction
 * that is waited for where it is of this process, so that it is used for a moment only.
 */
export async function whileBusy<T>(busyTimeoutMs: number, work: () => T): Promise<T> {
  let waitMs = 1;
  for (let waitedMs = 0; ; waitedMs += waitMs + momentMs) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || waitedMs >= busyTimeoutMs) throw error;
    }
    waitMs = Math.min(waitMs * 2, 50);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

/** SQLITE_BUSY, of which there are several kinds. */
function isBusy(error: unknown): boolean {
  const { errcode } = Object(error);
  return typeof errcode === "number" && (errcode & 0xff) === 5;
}

function createConnection(database: DatabaseSync, busyTimeoutMs: number): DatabaseConnection {
  const statements = new Map<string, StatementSync>();
  const prepare = (text: string): StatementSync => {
    const known = statements.get(text);
    if (known !== undefined) return known;
    if (statements.size >= maxStatements) statements.clear();
    const statement = database.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery) {
      const values = parameters.map(toInput);
      return { rows: await whileBusy(busyTimeoutMs, () => prepare(sql).all(...values) as Row[]) };
    },
    streamQuery() {
      throw new Error("The stores read no streams.");
    },
  };
}

function toInput(value: unknown): SQLInputValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  throw new TypeError(`SQLite takes no ${typeof value}.`);
}

/** Statements differ by how many rows they write, so that there are few. */
const maxStatements = 500;

/** How long SQLite itself waits, in milliseconds. */
export const momentMs = 10;
