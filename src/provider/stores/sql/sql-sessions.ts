import type { SessionStore } from "../store.ts";
import { fromSession, isStorable, toSession, toTime } from "./rows.ts";
import type { SqlDatabase } from "./sql-database.ts";

/** Keeps sessions in tables. */
export function createSqlSessions({ run }: SqlDatabase): SessionStore {
  return {
    put: async (session) => {
      await run((db) => db.insertInto("session").values(fromSession(session)).execute());
    },
    async find(hash) {
      if (!isStorable(hash)) return undefined;
      const row = await run((db) => db.selectFrom("session").selectAll().where("hash", "=", hash).executeTakeFirst());
      return row && toSession(row);
    },
    async findBySid(sid) {
      if (!isStorable(sid)) return undefined;
      const row = await run((db) => db.selectFrom("session").selectAll().where("sid", "=", sid).executeTakeFirst());
      return row && toSession(row);
    },
    async rotate(oldHash, session) {
      if (!isStorable(oldHash)) return false;
      const update = run((db) =>
        db.updateTable("session").set(fromSession(session)).where("hash", "=", oldHash).returning("sid").execute(),
      );
      return (await update).length === 1;
    },
    async update(session) {
      const rows = await run((db) =>
        db
          .updateTable("session")
          .set(fromSession(session))
          .where("hash", "=", session.hash)
          .where("version", "=", session.version - 1)
          .returning("sid")
          .execute(),
      );
      return rows.length === 1;
    },
    async remove(hash) {
      if (!isStorable(hash)) return undefined;
      const row = await run((db) =>
        db.deleteFrom("session").where("hash", "=", hash).returningAll().executeTakeFirst(),
      );
      return row && toSession(row);
    },
    async list(accountId, nowMs) {
      if (!isStorable(accountId)) return [];
      const rows = await run((db) =>
        db
          .selectFrom("session")
          .selectAll()
          .where("account_id", "=", accountId)
          .where("ends_at", ">", toTime(nowMs))
          .orderBy("created_at")
          .orderBy("sid")
          .execute(),
      );
      return rows.map(toSession);
    },
    async removeAll(accountId, exceptSid) {
      if (!isStorable(accountId)) return [];
      const rows = await run((db) => {
        const query = db.deleteFrom("session").where("account_id", "=", accountId);
        return (exceptSid === undefined ? query : query.where("sid", "!=", exceptSid)).returningAll().execute();
      });
      return rows.map(toSession).sort((one, other) => one.createdAtMs - other.createdAtMs);
    },
  };
}
