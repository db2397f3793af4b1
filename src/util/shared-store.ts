/** What stands under a key. */
export interface SharedEntry {
  readonly value: string;
  /** Another one after every write, also after a removal; it means nothing else. */
  readonly version: string;
}

/** How an entry is written. */
export interface SharedWriteOptions {
  /** From then on the entry is not there any more. Milliseconds since 1970. */
  readonly expiresAtMs: number;
  /** Writes only where this version is still there; `null`: only where nothing is there. Left out: whatever is there. */
  readonly ifVersion?: string | null | undefined;
}

/** The right to do something that nobody else does meanwhile. */
export interface SharedLease {
  /** Gives it back before its time. Does nothing where it has run out and somebody else has it. */
  readonly release: () => Promise<void>;
}

/**
 * Keeps texts for a while, in the memory of a process or where several processes reach it. Caches, tokens and sessions need nothing else of a database.
 * Each function is one step that no other caller can come between. Keys are printable ASCII, at most 200 characters, and hold no secret; values may be secret:
 * whoever can read the store can use them.
 */
export interface SharedStore {
  readonly read: (key: string) => Promise<SharedEntry | undefined>;
  /** @returns the version that is there now; `undefined` where `ifVersion` did not hold and nothing was written */
  readonly write: (key: string, value: string, options: SharedWriteOptions) => Promise<string | undefined>;
  /** @returns whether something was removed */
  readonly remove: (key: string, options?: Pick<SharedWriteOptions, "ifVersion">) => Promise<boolean>;
  /**
   * Takes the lease of a key, which has nothing to do with what stands under it.
   * @param leaseMs - after so long it is free again, whatever became of its holder: so work that takes longer must not rely on it alone, and writes with `ifVersion`
   * @returns `undefined` where somebody else has it
   */
  readonly acquire: (key: string, leaseMs: number) => Promise<SharedLease | undefined>;
}
