import type { Consent, StoredAccount, StoredClient } from "../records.ts";
import type { AccountStore, ClientStore, ConsentStore } from "../store.ts";
import { pageOf } from "./page.ts";
import { createSweeper, type Sweepable } from "./sweeper.ts";

/** Keeps clients in memory. */
export function createMemoryClients(): ClientStore {
  const clients = new Map<string, StoredClient>();
  return {
    async put(client) {
      if (clients.has(client.clientId)) return false;
      clients.set(client.clientId, client);
      return true;
    },
    find: async (clientId) => clients.get(clientId),
    async update(client) {
      if (clients.get(client.clientId)?.version !== client.version - 1) return false;
      clients.set(client.clientId, client);
      return true;
    },
    remove: async (clientId) => clients.delete(clientId),
    list: async (page) => pageOf([...clients.values()], page, ({ clientId }) => clientId),
  };
}

/** Keeps consents in memory. */
export function createMemoryConsents(): ConsentStore & Sweepable {
  const byAccount = new Map<string, Map<string, Consent>>();
  const byKey = new Map<string, Consent>();
  const keyOf = (accountId: string, clientId: string): string => JSON.stringify([accountId, clientId]);

  function forget(accountId: string, clientId: string): boolean {
    const own = byAccount.get(accountId);
    own?.delete(clientId);
    if (own?.size === 0) byAccount.delete(accountId);
    return byKey.delete(keyOf(accountId, clientId));
  }

  return {
    async put(consent) {
      const { accountId, clientId } = consent;
      const own = byAccount.get(accountId) ?? new Map<string, Consent>();
      byAccount.set(accountId, own.set(clientId, consent));
      byKey.set(keyOf(accountId, clientId), consent);
    },
    find: async (accountId, clientId) => byAccount.get(accountId)?.get(clientId),
    list: async (accountId) => [...(byAccount.get(accountId)?.values() ?? [])],
    remove: async (accountId, clientId) => forget(accountId, clientId),
    ...createSweeper(
      () => byKey.values(),
      ({ expiresAtMs = Number.POSITIVE_INFINITY }, nowMs) => expiresAtMs <= nowMs,
      ({ accountId, clientId }) => void forget(accountId, clientId),
    ),
  };
}

/** Keeps accounts in memory. */
export function createMemoryAccounts(): AccountStore {
  const byId = new Map<string, StoredAccount>();
  const removedIds = new Set<string>();
  const idByUsername = new Map<string, string>();
  const idByEmail = new Map<string, string>();

  function findTaken(account: StoredAccount): "username_taken" | "email_taken" | undefined {
    const { id, usernameKey, emailKey } = account;
    if ((idByUsername.get(usernameKey) ?? id) !== id) return "username_taken";
    return emailKey !== undefined && (idByEmail.get(emailKey) ?? id) !== id ? "email_taken" : undefined;
  }

  function forget({ id, usernameKey, emailKey }: StoredAccount): void {
    byId.delete(id);
    idByUsername.delete(usernameKey);
    if (emailKey !== undefined) idByEmail.delete(emailKey);
  }

  function write(account: StoredAccount): void {
    byId.set(account.id, account);
    idByUsername.set(account.usernameKey, account.id);
    if (account.emailKey !== undefined) idByEmail.set(account.emailKey, account.id);
  }

  return {
    async put(account) {
      if (byId.has(account.id) || removedIds.has(account.id)) return "id_taken";
      const taken = findTaken(account);
      if (taken === undefined) write(account);
      return taken ?? "created";
    },
    find: async (id) => byId.get(id),
    findByLogin: async (key) => byId.get(idByUsername.get(key) ?? idByEmail.get(key) ?? ""),
    async update(account) {
      const stored = byId.get(account.id);
      if (stored?.version !== account.version - 1) return "changed_meanwhile";
      const taken = findTaken(account);
      if (taken !== undefined) return taken;
      forget(stored);
      write(account);
      return "updated";
    },
    async remove(id) {
      const stored = byId.get(id);
      if (stored === undefined) return false;
      forget(stored);
      removedIds.add(id);
      return true;
    },
    async list(page, search) {
      const wanted = search?.toLowerCase();
      const found = [...byId.values()].filter(
        ({ usernameKey, emailKey }) =>
          wanted === undefined || usernameKey.includes(wanted) || emailKey?.includes(wanted) === true,
      );
      return pageOf(found, page, ({ id }) => id);
    },
  };
}
