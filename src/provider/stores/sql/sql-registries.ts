import type { Consent } from "../records.ts";
import type { ClientStore, ConsentStore } from "../store.ts";
import { pageOfRows } from "./page-of-rows.ts";
import { fromClient, isStorable, toClient, toOptionalTime } from "./rows.ts";
import type { SqlDatabase } from "./sql-database.ts";

/** Keeps clients in tables. */
export function createSqlClients({ run }: SqlDatabase): ClientStore {
  return {
    async put(client) {
      const rows = await run((db) =>
        db
          .insertInto("client")
          .values(fromClient(client))
          .onConflict((conflict) => conflict.doNothing())
          .returning("client_id")
          .execute(),
      );
      return rows.length === 1;
    },
    async find(clientId) {
      if (!isStorable(clientId)) return undefined;
      const row = await run((db) =>
        db.selectFrom("client").selectAll().where("client_id", "=", clientId).executeTakeFirst(),
      );
      return row && toClient(row);
    },
    async update(client) {
      const { client_id, ...changes } = fromClient(client);
      const rows = await run((db) =>
        db
          .updateTable("client")
          .set(changes)
          .where("client_id", "=", client_id)
          .where("version", "=", client.version - 1)
          .returning("client_id")
          .execute(),
      );
      return rows.length === 1;
    },
    async remove(clientId) {
      if (!isStorable(clientId)) return false;
      const rows = await run((db) =>
        db.deleteFrom("client").where("client_id", "=", clientId).returning("client_id").execute(),
      );
      return rows.length === 1;
    },
    async list(page) {
      const rows = await run((db) => {
        const query = db.selectFrom("client").selectAll().orderBy("client_id");
        const { after } = page;
        return (after === undefined ? query : query.where("client_id", ">", after)).limit(page.limit + 1).execute();
      });
      return pageOfRows(rows, page, { nameOf: ({ client_id }) => client_id, toItem: toClient });
    },
  };
}

/** Keeps consents in tables. */
export function createSqlConsents({ run }: SqlDatabase): ConsentStore {
  return {
    async put(consent) {
      const { accountId: account_id, clientId: client_id } = consent;
      const changes = { expires_at: toOptionalTime(consent.expiresAtMs), data: JSON.stringify(consent) };
      await run((db) =>
        db
          .insertInto("consent")
          .values({ account_id, client_id, ...changes })
          .onConflict((conflict) => conflict.columns(["account_id", "client_id"]).doUpdateSet(changes))
          .execute(),
      );
    },
    async find(accountId, clientId) {
      if (!isStorable(accountId, clientId)) return undefined;
      const row = await run((db) =>
        db
          .selectFrom("consent")
          .select("data")
          .where("account_id", "=", accountId)
          .where("client_id", "=", clientId)
          .executeTakeFirst(),
      );
      return row && toConsent(row);
    },
    async list(accountId) {
      if (!isStorable(accountId)) return [];
      const rows = await run((db) =>
        db.selectFrom("consent").select("data").where("account_id", "=", accountId).orderBy("client_id").execute(),
      );
      return rows.map(toConsent);
    },
    async remove(accountId, clientId) {
      if (!isStorable(accountId, clientId)) return false;
      const rows = await run((db) =>
        db
          .deleteFrom("consent")
          .where("account_id", "=", accountId)
          .where("client_id", "=", clientId)
          .returning("client_id")
          .execute(),
      );
      return rows.length === 1;
    },
  };
}

function toConsent({ data }: { readonly data: string }): Consent {
  const consent: Consent = JSON.parse(data);
  return consent;
}
