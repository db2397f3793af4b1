export type { MigrateMode } from "./migrate.ts";
export type { PostgresClient, PostgresPool, PostgresQuery } from "./postgres-driver.ts";
export { createPostgresStore, type PostgresStoreOptions } from "./postgres-store.ts";
export type { SqlStore } from "./sql-store.ts";
export { createSqliteStore, type SqliteStoreOptions } from "./sqlite-store.ts";
