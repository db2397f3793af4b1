import type { Provider } from "ts-identity-model/provider";
import type { SqlStore } from "ts-identity-model/provider/sql";

/** After a restore, before the provider serves again: nothing that was ended since the copy may be good once more. */
export async function endAllAccess(store: Pick<SqlStore, "accounts" | "grants" | "sessions">): Promise<number> {
  const nowMs = Date.now();
  let ended = 0;
  let after: string | undefined;
  do {
    const page = await store.accounts.list({ limit: 100, after });
    for (const { id } of page.items) {
      ended += await store.grants.revokeGrants({ accountId: id }, "restored", nowMs);
      ended += (await store.sessions.removeAll(id)).length;
    }
    after = page.next;
  } while (after !== undefined);
  return ended;
}

/** Keys that were withdrawn since the copy are good again in it. */
export async function withdrawAgain(provider: Provider, kids: readonly string[]): Promise<void> {
  for (const kid of kids) await provider.keys.withdraw(kid);
}
