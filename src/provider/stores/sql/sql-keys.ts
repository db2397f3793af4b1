import type { StoredKeys } from "../records.ts";
import type { KeyStore } from "../store.ts";
import type { SqlDatabase } from "./sql-database.ts";

/** Keeps the server's keys in one row. */
export function createSqlKeys({ run }: SqlDatabase): KeyStore {
  return {
    async load() {
      const row = await run((db) => db.selectFrom("signing_key").select("data").where("id", "=", 1).executeTakeFirst());
      if (row === undefined) return undefined;
      const keys: StoredKeys = JSON.parse(row.data);
      return keys;
    },
    async save(keys) {
      const { version } = keys;
      const data = JSON.stringify(keys);
      const rows = await run((db) =>
        version === 1
          ? db
              .insertInto("signing_key")
              .values({ id: 1, version, data })
              .onConflict((conflict) => conflict.doNothing())
              .returning("id")
              .execute()
          : db
              .updateTable("signing_key")
              .set({ version, data })
              .where("id", "=", 1)
              .where("version", "=", version - 1)
              .returning("id")
              .execute(),
      );
      return rows.length === 1;
    },
  };
}
