import { type Kysely, sql } from "kysely";
import type { Clock } from "../../../util/clock.ts";
import type { ProviderStore } from "../store.ts";
import { type MigrateMode, migrateSchema, prepareSchema, requireKnownVersion, type SchemaAccess } from "./migrate.ts";
import { createSqlAccounts } from "./sql-accounts.ts";
import { createSqlArtifacts } from "./sql-artifacts.ts";
import { createSqlDatabase, type SqlEngine } from "./sql-database.ts";
import { createSqlDeliveries } from "./sql-deliveries.ts";
import { createSqlGrants } from "./sql-grants.ts";
import { createSqlKeys } from "./sql-keys.ts";
import { createSqlClients, createSqlConsents } from "./sql-registries.ts";
import { createSqlReplay } from "./sql-replay.ts";
import { createSqlSessions } from "./sql-sessions.ts";
import { createSqlThrottle } from "./sql-throttle.ts";
import { createSqlSweep } from "./sweep.ts";
import type { Tables } from "./tables.ts";

/** A store in a relational database. */
export interface SqlStore extends ProviderStore {
  /**
   * Brings the schema up to date, as a step of a deployment; safe to run twice, and by several processes at once.
   * @throws ConfigurationError `ERR_CONFIGURATION_STORE` for a schema that a later version of the package has made
   */
  readonly migrate: () => Promise<void>;
}

/** What a store in a relational database is made of. */
export interface SqlStoreParts {
  readonly db: Kysely<Tables>;
  readonly engine: SqlEngine;
  readonly schema: SchemaAccess;
  readonly mode: MigrateMode;
  readonly clock: Clock;
  /** Ends what the store itself has opened. */
  readonly close: () => Promise<void>;
}

/** Makes a store of tables. */
export function createSqlStore({ db, engine, schema, mode, clock, close }: SqlStoreParts): SqlStore {
  const database = createSqlDatabase(db, engine, () => prepareSchema(schema, mode));
  let closed: Promise<void> | undefined;
  return Object.freeze<SqlStore>({
    artifacts: createSqlArtifacts(database),
    grants: createSqlGrants(database),
    sessions: createSqlSessions(database),
    consents: createSqlConsents(database),
    clients: createSqlClients(database),
    accounts: createSqlAccounts(database),
    keys: createSqlKeys(database),
    replay: createSqlReplay(database, clock),
    throttle: createSqlThrottle(database),
    deliveries: createSqlDeliveries(database),
    sweep: createSqlSweep(database),
    async ping() {
      // Also after the start: a process of a later version may have changed the schema meanwhile.
      await database.run((ready) => requireKnownVersion({ db: ready, hasTable: schema.hasTable }));
      await database.run((ready) => sql`select 1`.execute(ready));
    },
    migrate: () => migrateSchema(schema),
    close() {
      closed ??= close();
      return closed;
    },
  });
}
