import { createPostgresSharedStore, type PostgresSharedPool } from "ts-identity-model/adapters/postgres-store";

/** Keeps a note for an hour in the database that a pool leads to. */
export async function note(pool: PostgresSharedPool, text: string): Promise<string | undefined> {
  const store = createPostgresSharedStore({ pool, table: "app.shared" });
  await store.migrate();
  await store.write("note", text, { expiresAtMs: Date.now() + 3_600_000 });
  return (await store.read("note"))?.value;
}
