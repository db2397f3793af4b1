import { sql } from "kysely";
import type { DeliveryStore } from "../store.ts";
import { pageOfRows } from "./page-of-rows.ts";
import { fromDelivery, isStorable, toDelivery, toTime } from "./rows.ts";
import type { SqlDatabase } from "./sql-database.ts";

/** Keeps deliveries in a table. */
export function createSqlDeliveries({ run, transact, engine }: SqlDatabase): DeliveryStore {
  return {
    async put(deliveries) {
      if (deliveries.length === 0) return [];
      const insert = run((db) =>
        db
          .insertInto("delivery")
          .values(deliveries.map(fromDelivery))
          .onConflict((conflict) => conflict.doNothing())
          .returning("id")
          .execute(),
      );
      return (await insert).map(({ id }) => id);
    },
    async claim({ kinds, nowMs, untilMs, limit }) {
      if (kinds.length === 0) return [];
      const now = toTime(nowMs);
      // Rows that others hold are skipped, which only a transaction of the level that `transact` asks for may do.
      const rows = await transact((db) => {
        const due = db
          .selectFrom("delivery")
          .select("delivery.id")
          .where("due_at", "<=", now)
          .where("purge_at", ">", now)
          .where("kind", "in", [...kinds])
          .orderBy("due_at")
          .limit(limit);
        // Those that another process is about to take are left to it. PostgreSQL may ask a plain subquery twice, and so take more than were asked for.
        const taken = engine.lock(due, { skipLocked: true });
        const isTaken =
          engine.name === "PostgreSQL"
            ? sql<boolean>`${sql.ref("id")} = any(array(${taken}))`
            : sql<boolean>`${sql.ref("id")} in (${taken})`;
        return db
          .updateTable("delivery")
          .set({
            due_at: toTime(untilMs),
            attempts: sql<number>`${sql.ref("attempts")} + 1`,
            version: sql<number>`${sql.ref("version")} + 1`,
          })
          .where(isTaken)
          .where("due_at", "<=", now)
          .returningAll()
          .execute();
      });
      return rows.map(toDelivery);
    },
    async update({ id, attempts, dueAtMs, version }) {
      const rows = await run((db) =>
        db
          .updateTable("delivery")
          .set({ attempts, due_at: toTime(dueAtMs), version })
          .where("id", "=", id)
          .where("version", "=", version - 1)
          .returning("id")
          .execute(),
      );
      return rows.length === 1;
    },
    async remove(id) {
      if (!isStorable(id)) return false;
      const rows = await run((db) => db.deleteFrom("delivery").where("id", "=", id).returning("id").execute());
      return rows.length === 1;
    },
    async list(page) {
      const rows = await run((db) => {
        const query = db.selectFrom("delivery").selectAll().orderBy("id");
        const { after } = page;
        return (after === undefined ? query : query.where("id", ">", after)).limit(page.limit + 1).execute();
      });
      return pageOfRows(rows, page, { nameOf: ({ id }) => id, toItem: toDelivery });
    },
  };
}
