import type { ExpressionBuilder, Kysely } from "kysely";
import type { GrantFilter, GrantStore } from "../store.ts";
import { issueTokens } from "./issue-tokens.ts";
import { pageOfRows } from "./page-of-rows.ts";
import { rotateToken } from "./rotate-token.ts";
import { isStorable, toGrant, toTime, toToken } from "./rows.ts";
import type { SqlDatabase } from "./sql-database.ts";
import type { Tables } from "./tables.ts";

/** Keeps grants and tokens in tables. */
export function createSqlGrants(database: SqlDatabase): GrantStore {
  const { run, engine } = database;
  return {
    issue: (issue) => issueTokens(database, issue),
    rotate: (rotation) => rotateToken(database, rotation),
    async findToken(hash) {
      if (!isStorable(hash)) return undefined;
      const row = await run((db) => selectTokenWithGrant(db, hash));
      if (row === undefined) return undefined;
      const token = toToken(row);
      const { grant_client_id: client_id, grant_is_offline: is_offline, grant_expires_at, grant_data } = row;
      if (row.grant_id === null || client_id === null || is_offline === null || grant_data === null) return { token };
      const grant = toGrant({
        id: row.grant_id,
        client_id,
        account_id: row.grant_account_id,
        sid: row.grant_sid,
        is_offline,
        expires_at: grant_expires_at ?? 0,
        revoked_at: row.grant_revoked_at,
        revoke_reason: row.grant_revoke_reason,
        data: grant_data,
      });
      return { token, grant };
    },
    async findGrant(id) {
      if (!isStorable(id)) return undefined;
      const row = await run((db) => db.selectFrom("grant_").selectAll().where("id", "=", id).executeTakeFirst());
      return row && toGrant(row);
    },
    async revokeToken(hash, nowMs) {
      if (!isStorable(hash)) return false;
      const now = toTime(nowMs);
      const rows = await run((db) =>
        db
          .updateTable("token")
          .set({ revoked_at: now })
          .where("hash", "=", hash)
          .where("revoked_at", "is", null)
          .where("expires_at", ">", now)
          .returning("hash")
          .execute(),
      );
      return rows.length === 1;
    },
    async revokeGrants(filter, reason, nowMs) {
      if (!canFit(filter)) return 0;
      const rows = await run((db) => {
        // In one order for all, so that two that revoke the same grants never wait for each other.
        const meant = db.selectFrom("grant_").select("grant_.id").where(fits(filter, nowMs)).orderBy("grant_.id");
        return db
          .updateTable("grant_")
          .set({ revoked_at: toTime(nowMs), revoke_reason: reason })
          .where("id", "in", engine.lock(meant))
          .where("revoked_at", "is", null)
          .returning("id")
          .execute();
      });
      return rows.length;
    },
    async listGrants(filter, page, nowMs) {
      if (!canFit(filter)) return { items: [] };
      const rows = await run((db) => {
        const query = db.selectFrom("grant_").selectAll().where(fits(filter, nowMs)).orderBy("grant_.id");
        const { after } = page;
        return (after === undefined ? query : query.where("grant_.id", ">", after)).limit(page.limit + 1).execute();
      });
      return pageOfRows(rows, page, { nameOf: ({ id }) => id, toItem: toGrant });
    },
  };
}

function selectTokenWithGrant(db: Kysely<Tables>, hash: string) {
  return db
    .selectFrom("token")
    .leftJoin("grant_", "grant_.id", "token.grant_id")
    .selectAll("token")
    .select([
      "grant_.client_id as grant_client_id",
      "grant_.account_id as grant_account_id",
      "grant_.sid as grant_sid",
      "grant_.is_offline as grant_is_offline",
      "grant_.expires_at as grant_expires_at",
      "grant_.revoked_at as grant_revoked_at",
      "grant_.revoke_reason as grant_revoke_reason",
      "grant_.data as grant_data",
    ])
    .where("token.hash", "=", hash)
    .executeTakeFirst();
}

/** Whether a filter names something; one that does not fits nothing, rather than all. */
function canFit({ id, accountId, clientId, sid }: GrantFilter): boolean {
  const names = [id, accountId, clientId, sid].flatMap((name) => name ?? []);
  return names.length > 0 && isStorable(...names);
}

function fits({ id, accountId, clientId, sid, isOffline }: GrantFilter, nowMs: number) {
  return (eb: ExpressionBuilder<Tables, "grant_">) =>
    eb.and([
      ...(id === undefined ? [] : [eb("grant_.id", "=", id)]),
      ...(accountId === undefined ? [] : [eb("grant_.account_id", "=", accountId)]),
      ...(clientId === undefined ? [] : [eb("grant_.client_id", "=", clientId)]),
      ...(sid === undefined ? [] : [eb("grant_.sid", "=", sid)]),
      ...(isOffline === undefined ? [] : [eb("grant_.is_offline", "=", isOffline ? 1 : 0)]),
      eb("grant_.revoked_at", "is", null),
      eb("grant_.expires_at", ">", toTime(nowMs)),
    ]);
}
