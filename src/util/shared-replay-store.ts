import type { ReplayStore } from "./replay-store.ts";
import type { SharedStore } from "./shared-store.ts";

/**
 * Creates a replay store that several processes share, out of a store that they share already: a key is claimed by the first that writes it. It remembers as long as
 * that store does: one that drops entries before their time, because its memory is full, lets in again what was used. In one process `createReplayStore` does not do that.
 */
export function createSharedReplayStore(store: SharedStore): ReplayStore {
  return Object.freeze({
    claim: async (key: string, expiresAtMs: number) =>
      (await store.write(`replay ${key}`, "", { expiresAtMs, ifVersion: null })) !== undefined,
    async release(key: string) {
      await store.remove(`replay ${key}`);
    },
  });
}
