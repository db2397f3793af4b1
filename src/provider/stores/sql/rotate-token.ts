import type { Transaction } from "kysely";
import type { Rotation, RotationOutcome } from "../store.ts";
import { insertTokens } from "./issue-tokens.ts";
import { isStorable, toTime, toToken } from "./rows.ts";
import type { SqlDatabase } from "./sql-database.ts";
import type { Tables } from "./tables.ts";

/** Replaces a refresh token: the first caller marks it as used, and the unique `parent_hash` of its child is the second lock. */
export async function rotateToken({ transact }: SqlDatabase, rotation: Rotation): Promise<RotationOutcome> {
  const { hash, child, tokens } = rotation;
  if (!isStorable(hash)) return { outcome: "missing" };
  if (child.parentHash !== hash) throw new Error("The child names another token as its parent.");
  return transact(async (tx) => {
    if (!(await markUsed(tx, rotation))) return judgeLoser(tx, rotation);
    await insertTokens(tx, [child, ...tokens]);
    return { outcome: "rotated" };
  });
}

async function markUsed(tx: Transaction<Tables>, { hash, nowMs }: Rotation): Promise<boolean> {
  const now = toTime(nowMs);
  const rows = await tx
    .updateTable("token")
    .set({ used_at: now })
    .where("hash", "=", hash)
    .where("kind", "=", "refresh_token")
    .where("used_at", "is", null)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .where((eb) =>
      eb.or([
        eb("grant_id", "is", null),
        eb.exists(
          eb
            .selectFrom("grant_")
            .select("grant_.id")
            .whereRef("grant_.id", "=", "token.grant_id")
            .where("grant_.revoked_at", "is", null)
            .where("grant_.expires_at", ">", now),
        ),
      ]),
    )
    .returning("hash")
    .execute();
  return rows.length === 1;
}

/** Why the token could not be marked, in the order of what the caller has to know first. */
async function judgeLoser(tx: Transaction<Tables>, rotation: Rotation): Promise<RotationOutcome> {
  const { hash, child, tokens, nowMs, leewayMs } = rotation;
  const row = await tx
    .selectFrom("token")
    .leftJoin("grant_", "grant_.id", "token.grant_id")
    .selectAll("token")
    .select(["grant_.expires_at as grant_expires_at", "grant_.revoked_at as grant_revoked_at"])
    .where("token.hash", "=", hash)
    .where("token.kind", "=", "refresh_token")
    .executeTakeFirst();
  if (row === undefined) return { outcome: "missing" };
  const token = toToken(row);
  const isGrantAlive =
    row.grant_id === null || (row.grant_revoked_at === null && Number(row.grant_expires_at ?? 0) > nowMs);
  if (token.revokedAtMs !== undefined || !isGrantAlive) return { outcome: "revoked" };
  if (token.usedAtMs === undefined) return { outcome: "expired" };
  const stored = await tx.selectFrom("token").selectAll().where("parent_hash", "=", hash).executeTakeFirst();
  // Another process may have a clock that is ahead: without leeway nothing is covered, whatever the times say.
  const isCovered = leewayMs > 0 && nowMs < token.usedAtMs + leewayMs && stored?.hash === child.hash;
  if (stored === undefined || !isCovered || stored.used_at !== null || stored.revoked_at !== null)
    return { outcome: "replayed", token };
  await insertTokens(tx, tokens);
  return { outcome: "repeated", child: toToken(stored) };
}
