import type { Kysely } from "kysely";
import type { StoredToken } from "../records.ts";
import type { ConsumeOutcome, Issue, IssueOutcome } from "../store.ts";
import { fromGrant, fromToken, toTime } from "./rows.ts";
import { consumeArtifact, lookAtArtifact } from "./sql-artifacts.ts";
import type { SqlDatabase } from "./sql-database.ts";
import type { Tables } from "./tables.ts";

/** Uses up, and writes the grant and the tokens: all of it, or nothing. */
export function issueTokens({ run, transact }: SqlDatabase, issue: Issue): Promise<IssueOutcome> {
  const { consume, grant, tokens, nowMs } = issue;
  const grantIds = [...new Set(tokens.flatMap(({ grantId }) => grantId ?? []))].filter((id) => id !== grant?.id);
  const isOneStatement = consume === undefined && grant === undefined && grantIds.length === 0;
  return (isOneStatement ? run : transact)(async (db: Kysely<Tables>) => {
    // Nothing has been written yet where this ends with anything but `issued`, so that no outcome needs a rollback.
    const areAlive = await areGrantsAlive(db, grantIds, nowMs);
    if (consume !== undefined) {
      const found = await (areAlive ? consumeArtifact : lookAtArtifact)(db, consume, nowMs);
      if (!isConsumed(found)) return found;
    }
    if (!areAlive) return { outcome: "revoked" };
    if (grant !== undefined) await db.insertInto("grant_").values(fromGrant(grant)).execute();
    await insertTokens(db, tokens);
    return { outcome: "issued" };
  });
}

/** Writes tokens; rejects where a hash is taken, or a token has one child already. */
export async function insertTokens(db: Kysely<Tables>, tokens: readonly StoredToken[]): Promise<void> {
  if (tokens.length > 0) await db.insertInto("token").values(tokens.map(fromToken)).execute();
}

async function areGrantsAlive(db: Kysely<Tables>, ids: readonly string[], nowMs: number): Promise<boolean> {
  if (ids.length === 0) return true;
  const rows = await db
    .selectFrom("grant_")
    .select("id")
    .where("id", "in", ids)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", toTime(nowMs))
    .execute();
  return rows.length === ids.length;
}

function isConsumed(found: ConsumeOutcome): found is Extract<ConsumeOutcome, { readonly outcome: "consumed" }> {
  return found.outcome === "consumed";
}
