import type { Clock } from "../../../util/clock.ts";
import type { ReplayStore } from "../../../util/replay-store.ts";
import { toTime } from "./rows.ts";
import type { SqlDatabase } from "./sql-database.ts";

/** Keeps what may be used once in a table: one statement claims a key that is new or has expired. */
export function createSqlReplay({ run }: SqlDatabase, clock: Clock): ReplayStore {
  return {
    async claim(key, expiresAtMs) {
      const expires_at = toTime(expiresAtMs);
      const rows = await run((db) =>
        db
          .insertInto("replay")
          .values({ key, expires_at })
          .onConflict((conflict) =>
            conflict.column("key").doUpdateSet({ expires_at }).where("replay.expires_at", "<=", toTime(clock())),
          )
          .returning("key")
          .execute(),
      );
      return rows.length === 1;
    },
    async release(key) {
      await run((db) => db.deleteFrom("replay").where("key", "=", key).execute());
    },
  };
}
