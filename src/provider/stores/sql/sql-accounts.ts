import { type Kysely, sql } from "kysely";
import type { StoredAccount } from "../records.ts";
import type { AccountStore } from "../store.ts";
import { pageOfRows } from "./page-of-rows.ts";
import { fromAccount, isStorable, toAccount } from "./rows.ts";
import type { SqlDatabase } from "./sql-database.ts";
import type { Tables } from "./tables.ts";

/** Keeps accounts in tables. What is left of one that was removed is its id. */
export function createSqlAccounts({ run, engine }: SqlDatabase): AccountStore {
  async function insert(db: Kysely<Tables>, account: StoredAccount): ReturnType<AccountStore["put"]> {
    const row = fromAccount(account);
    // Who stood in the way may be gone at the second look: then the place is free.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const query = db
        .insertInto("account")
        .values(row)
        .onConflict((conflict) => conflict.doNothing());
      if ((await query.returning("id").execute()).length === 1) return "created";
      const byId = await db.selectFrom("account").select("id").where("id", "=", row.id).executeTakeFirst();
      const taken = byId === undefined ? await findTaken(db, account) : "id_taken";
      if (taken !== undefined) return taken;
    }
    throw new Error("The account could not be written: its names come and go.");
  }

  return {
    put: (account) => run((db) => insert(db, account)),
    async find(id) {
      if (!isStorable(id)) return undefined;
      const row = await run((db) => selectAccounts(db).where("id", "=", id).executeTakeFirst());
      return row && toAccount(row);
    },
    async findByLogin(key) {
      if (!isStorable(key)) return undefined;
      const rows = await run((db) =>
        selectAccounts(db)
          .where((eb) => eb.or([eb("username_key", "=", key), eb("email_key", "=", key)]))
          .execute(),
      );
      const row = rows.find(({ username_key }) => username_key === key) ?? rows[0];
      return row && toAccount(row);
    },
    async update(account) {
      const { id, is_removed: _, ...changes } = fromAccount(account);
      const update = (db: Kysely<Tables>) =>
        db.updateTable("account").set(changes).where("id", "=", id).where("is_removed", "=", 0);
      try {
        const rows = await run((db) =>
          update(db)
            .where("version", "=", account.version - 1)
            .returning("id")
            .execute(),
        );
        return rows.length === 1 ? "updated" : "changed_meanwhile";
      } catch (error) {
        if (!engine.isUniqueViolation(error)) throw error;
        // Where the other has gone meanwhile, the caller may try again as after any change.
        return (await run((db) => findTaken(db, account))) ?? "changed_meanwhile";
      }
    },
    async remove(id) {
      if (!isStorable(id)) return false;
      const nothing = { username_key: null, email_key: null, is_removed: 1, data: "{}" };
      const rows = await run((db) =>
        db
          .updateTable("account")
          .set(nothing)
          .where("id", "=", id)
          .where("is_removed", "=", 0)
          .returning("id")
          .execute(),
      );
      return rows.length === 1;
    },
    async list(page, search) {
      const wanted = search?.toLowerCase();
      if (wanted !== undefined && !isStorable(wanted)) return { items: [] };
      const rows = await run((db) => {
        const { after, limit } = page;
        const query = selectAccounts(db)
          .orderBy("id")
          .limit(limit + 1);
        const rest = after === undefined ? query : query.where("id", ">", after);
        return (wanted === undefined ? rest : rest.where(contains(wanted))).execute();
      });
      return pageOfRows(rows, page, { nameOf: ({ id }) => id, toItem: toAccount });
    },
  };

  /** Not LIKE: what is searched for may have any character. */
  function contains(wanted: string) {
    const position = sql.raw(engine.positionFunction);
    return sql<boolean>`(${position}(${sql.ref("username_key")}, ${wanted}) > 0 or ${position}(coalesce(${sql.ref("email_key")}, ''), ${wanted}) > 0)`;
  }
}

function selectAccounts(db: Kysely<Tables>) {
  return db.selectFrom("account").selectAll().where("is_removed", "=", 0);
}

/** Which name of an account another one has. */
async function findTaken(
  db: Kysely<Tables>,
  { id, usernameKey, emailKey }: StoredAccount,
): Promise<"username_taken" | "email_taken" | undefined> {
  const others = db.selectFrom("account").select("id").where("id", "!=", id);
  if ((await others.where("username_key", "=", usernameKey).executeTakeFirst()) !== undefined) return "username_taken";
  if (emailKey === undefined) return undefined;
  const byEmail = await others.where("email_key", "=", emailKey).executeTakeFirst();
  return byEmail === undefined ? undefined : "email_taken";
}
