import type { Selectable } from "kysely";
import { countFailure } from "../memory/throttle.ts";
import type { ThrottleState } from "../records.ts";
import type { ThrottleStore } from "../store.ts";
import { toTime } from "./rows.ts";
import type { SqlDatabase } from "./sql-database.ts";
import type { Tables } from "./tables.ts";

/** Counts failures in a table. */
export function createSqlThrottle({ run, transact }: SqlDatabase): ThrottleStore {
  return {
    fail: (key, rule, nowMs) =>
      transact(async (tx) => {
        // Locks the row, or makes one that counts as over: who comes next waits here, and sees this failure.
        const before = await tx
          .insertInto("throttle")
          .values({ key, failures: 0, window_ends_at: 0, blocked_until: 0, ends_at: 0 })
          .onConflict((conflict) => conflict.column("key").doUpdateSet({ key }))
          .returningAll()
          .executeTakeFirstOrThrow();
        const state = countFailure(isOver(before, nowMs) ? undefined : toState(before), rule, nowMs);
        const window_ends_at = toTime(state.windowEndsAtMs);
        const blocked_until = toTime(state.blockedUntilMs);
        await tx
          .updateTable("throttle")
          .set({
            failures: state.failures,
            window_ends_at,
            blocked_until,
            ends_at: Math.max(window_ends_at, blocked_until),
          })
          .where("key", "=", key)
          .execute();
        return state;
      }),
    async find(key, nowMs) {
      const row = await run((db) => db.selectFrom("throttle").selectAll().where("key", "=", key).executeTakeFirst());
      return row === undefined || isOver(row, nowMs) ? undefined : toState(row);
    },
    async clear(key) {
      await run((db) => db.deleteFrom("throttle").where("key", "=", key).execute());
    },
  };
}

function isOver({ ends_at }: Selectable<Tables["throttle"]>, nowMs: number): boolean {
  return Number(ends_at) <= nowMs;
}

function toState({ failures, window_ends_at, blocked_until }: Selectable<Tables["throttle"]>): ThrottleState {
  return { failures: Number(failures), windowEndsAtMs: Number(window_ends_at), blockedUntilMs: Number(blocked_until) };
}
