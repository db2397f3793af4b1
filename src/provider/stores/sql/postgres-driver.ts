import { CompiledQuery, type DatabaseConnection, type Driver } from "kysely";

/** What is used of a pool of the package `pg`. */
export interface PostgresPool {
  readonly connect: () => Promise<PostgresClient>;
}

/** What is used of a connection of the package `pg`. */
export interface PostgresClient {
  readonly query: (query: PostgresQuery) => Promise<{ readonly rows: unknown[] }>;
  /** Gives it back; `true`: ends it instead. */
  readonly release: (destroy?: boolean) => void;
  readonly on: (event: "error", listener: (error: Error) => void) => unknown;
  readonly removeListener: (event: "error", listener: (error: Error) => void) => unknown;
}

/** A statement with the longest time to wait for it. */
export interface PostgresQuery {
  readonly text: string;
  readonly values: unknown[];
  readonly query_timeout: number;
}

/** How long is waited. */
export interface PostgresDeadlines {
  /** For a connection of the pool. */
  readonly connectTimeoutMs: number;
  /** For the answer to a statement. */
  readonly statementTimeoutMs: number;
}

/**
 * Makes what Kysely talks to. It differs from Kysely's own in what happens when the server does not answer: nothing waits for ever, a connection with
 * an unknown state is ended and never given back, and one that breaks while it is held ends no process.
 */
export function createPostgresDriver(
  openPool: () => Promise<PostgresPool>,
  { connectTimeoutMs, statementTimeoutMs }: PostgresDeadlines,
): Driver {
  const held = new WeakMap<DatabaseConnection, { readonly release: () => void }>();
  const begin = CompiledQuery.raw("begin isolation level read committed");
  return {
    init: async () => undefined,
    async acquireConnection() {
      const client = await waitForClient(await openPool(), connectTimeoutMs);
      const { connection, release } = hold(client, statementTimeoutMs);
      held.set(connection, { release });
      return connection;
    },
    async beginTransaction(connection) {
      await connection.executeQuery(begin);
    },
    async commitTransaction(connection) {
      await connection.executeQuery(CompiledQuery.raw("commit"));
    },
    async rollbackTransaction(connection) {
      // Where it fails the connection is ended, and the transaction with it; the caller is to see why it was rolled back.
      await connection.executeQuery(CompiledQuery.raw("rollback")).catch(() => undefined);
    },
    async releaseConnection(connection) {
      held.get(connection)?.release();
    },
    destroy: async () => undefined,
  };
}

function hold(client: PostgresClient, statementTimeoutMs: number) {
  let isBroken = false;
  // Without a listener, a connection that the server ends would end the process.
  const onError = (): void => {
    isBroken = true;
  };
  client.on("error", onError);
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery) {
      try {
        const query = { text: sql, values: [...parameters], query_timeout: statementTimeoutMs };
        const { rows } = await client.query(query);
        return { rows: rows as Row[] };
      } catch (error) {
        if (!isAnswerOfServer(error)) isBroken = true;
        throw error;
      }
    },
    streamQuery() {
      throw new Error("The stores read no streams.");
    },
  };
  const release = (): void => {
    client.removeListener("error", onError);
    client.release(isBroken);
  };
  return { connection, release };
}

async function waitForClient(pool: PostgresPool, connectTimeoutMs: number): Promise<PostgresClient> {
  const connecting = pool.connect();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The pool gave no connection within ${connectTimeoutMs} ms.`));
      connecting.then((client) => client.release()).catch(() => undefined);
    }, connectTimeoutMs);
  });
  try {
    return await Promise.race([connecting, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the server has refused a statement and goes on, unlike one that says farewell (class 57P) or has gone. */
function isAnswerOfServer(error: unknown): boolean {
  const { code, severity } = Object(error);
  return typeof code === "string" && severity === "ERROR" && !code.startsWith("57P") && !code.startsWith("08");
}
