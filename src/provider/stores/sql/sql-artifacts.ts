import { type Kysely, sql } from "kysely";
import type { Artifact } from "../records.ts";
import type { ArtifactKey, ArtifactStore, ConsumeOutcome } from "../store.ts";
import { pageOfRows } from "./page-of-rows.ts";
import { fromArtifact, isStorable, toArtifact, toTime } from "./rows.ts";
import type { SqlDatabase } from "./sql-database.ts";
import type { Tables } from "./tables.ts";

/** Keeps artifacts in tables. */
export function createSqlArtifacts({ run, engine }: SqlDatabase): ArtifactStore {
  return {
    put: (artifact) =>
      run(async (db) => {
        const insert = db.insertInto("artifact").values(fromArtifact(artifact));
        const rows = await insert
          .onConflict((conflict) => conflict.doNothing())
          .returning("hash")
          .execute();
        return rows.length === 1;
      }),
    find: (key) => run((db) => findArtifact(db, key)),
    async findByAlternate(kind, hash) {
      if (!isStorable(hash)) return undefined;
      const query = (db: Kysely<Tables>) =>
        db.selectFrom("artifact").selectAll().where("kind", "=", kind).where("alternate_hash", "=", hash);
      const row = await run((db) => query(db).executeTakeFirst());
      return row && toArtifact(row);
    },
    async update(artifact) {
      const { kind, hash, consumed_at: _, ...changes } = fromArtifact(artifact);
      const query = (db: Kysely<Tables>) =>
        db.updateTable("artifact").set(changes).where("kind", "=", kind).where("hash", "=", hash);
      try {
        const rows = await run((db) =>
          query(db)
            .where("version", "=", artifact.version - 1)
            .where("consumed_at", "is", null)
            .returning("hash")
            .execute(),
        );
        return rows.length === 1;
      } catch (error) {
        if (engine.isUniqueViolation(error)) return false;
        throw error;
      }
    },
    consume: (key, nowMs) => run((db) => consumeArtifact(db, key, nowMs)),
    remove: ({ kind, hash }) =>
      run(async (db) => {
        if (isStorable(hash))
          await db.deleteFrom("artifact").where("kind", "=", kind).where("hash", "=", hash).execute();
      }),
    async list(kind, page) {
      const rows = await run((db) => {
        const query = db.selectFrom("artifact").selectAll().where("kind", "=", kind).orderBy("hash");
        const { after } = page;
        return (after === undefined ? query : query.where("hash", ">", after)).limit(page.limit + 1).execute();
      });
      return pageOfRows(rows, page, { nameOf: ({ hash }) => hash, toItem: toArtifact });
    },
  };
}

/** Uses one up in one statement; who comes too late reads what was there. */
export async function consumeArtifact(
  db: Kysely<Tables>,
  { kind, hash }: ArtifactKey,
  nowMs: number,
): Promise<ConsumeOutcome> {
  if (!isStorable(hash)) return { outcome: "missing" };
  const row = await db
    .updateTable("artifact")
    .set({ consumed_at: toTime(nowMs), version: sql<number>`${sql.ref("version")} + 1` })
    .where("kind", "=", kind)
    .where("hash", "=", hash)
    .where("consumed_at", "is", null)
    .where("expires_at", ">", toTime(nowMs))
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return lookAtArtifact(db, { kind, hash }, nowMs);
  return { outcome: "consumed", artifact: toArtifact({ ...row, consumed_at: null, version: Number(row.version) - 1 }) };
}

/** What consuming would come to, without doing it. */
export async function lookAtArtifact(db: Kysely<Tables>, key: ArtifactKey, nowMs: number): Promise<ConsumeOutcome> {
  const artifact = await findArtifact(db, key);
  if (artifact === undefined) return { outcome: "missing" };
  if (artifact.consumedAtMs !== undefined) return { outcome: "used", artifact };
  return { outcome: artifact.expiresAtMs > nowMs ? "consumed" : "expired", artifact };
}

async function findArtifact(db: Kysely<Tables>, { kind, hash }: ArtifactKey): Promise<Artifact | undefined> {
  if (!isStorable(hash)) return undefined;
  const row = await db
    .selectFrom("artifact")
    .selectAll()
    .where("kind", "=", kind)
    .where("hash", "=", hash)
    .executeTakeFirst();
  return row && toArtifact(row);
}
