import type { ClientKeyRecord } from "./client-key-record.ts";

/** Keeps a client's private keys, so that they survive a restart and several processes share them: a row of a database, a secret of a vault. */
export interface ClientKeyStore {
  /** Gives what was saved last; `undefined` where nothing was. */
  readonly load: () => Promise<ClientKeyRecord | undefined>;
  /**
   * Saves a record if the stored one has the version before it (`record.version - 1`), or if nothing is stored and its version is 1; in one step
   * that no other process can come between.
   * @returns whether it was saved; `false` where another process was first
   */
  readonly save: (record: ClientKeyRecord) => Promise<boolean>;
}

/** Creates a store in the memory of this process: its keys are gone with it. */
export function createClientKeyStore(): ClientKeyStore {
  let stored: ClientKeyRecord | undefined;
  return Object.freeze<ClientKeyStore>({
    load: async () => stored,
    async save(record) {
      if (record.version !== (stored?.version ?? 0) + 1) return false;
      stored = record;
      return true;
    },
  });
}
