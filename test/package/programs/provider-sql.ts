import type { ProviderStore } from "ts-identity-model/provider";
import { createPostgresStore, createSqliteStore } from "ts-identity-model/provider/sql";

export const postgres = (connectionString: string): ProviderStore => createPostgresStore({ connectionString });
export const sqlite = (path: string): ProviderStore => createSqliteStore({ path });
