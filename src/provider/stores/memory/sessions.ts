import type { Session } from "../records.ts";
import type { SessionStore } from "../store.ts";
import { createSweeper, type Sweepable } from "./sweeper.ts";

/** Keeps sessions in memory. */
export function createMemorySessions(): SessionStore & Sweepable {
  const byHash = new Map<string, Session>();
  const hashBySid = new Map<string, string>();

  function requireFree({ hash, sid }: Session, replaced?: string): void {
    const isTaken = (holder: string | undefined): boolean => holder !== undefined && holder !== replaced;
    if (isTaken(byHash.get(hash)?.hash) || isTaken(hashBySid.get(sid)))
      throw new Error("A session of this hash or sid is stored already.");
  }

  function write(session: Session): void {
    byHash.set(session.hash, session);
    hashBySid.set(session.sid, session.hash);
  }

  function remove(hash: string): Session | undefined {
    const session = byHash.get(hash);
    if (session === undefined) return undefined;
    byHash.delete(hash);
    hashBySid.delete(session.sid);
    return session;
  }

  function ofAccount(accountId: string): readonly Session[] {
    return [...byHash.values()]
      .filter((session) => session.accountId === accountId)
      .sort((one, other) => one.createdAtMs - other.createdAtMs);
  }

  return {
    async put(session) {
      requireFree(session);
      write(session);
    },
    find: async (hash) => byHash.get(hash),
    findBySid: async (sid) => byHash.get(hashBySid.get(sid) ?? ""),
    async rotate(oldHash, session) {
      if (!byHash.has(oldHash)) return false;
      requireFree(session, oldHash);
      remove(oldHash);
      write(session);
      return true;
    },
    async update(session) {
      if (byHash.get(session.hash)?.version !== session.version - 1) return false;
      requireFree(session, session.hash);
      remove(session.hash);
      write(session);
      return true;
    },
    remove: async (hash) => remove(hash),
    list: async (accountId, nowMs) => ofAccount(accountId).filter((session) => isAlive(session, nowMs)),
    async removeAll(accountId, exceptSid) {
      const ended = ofAccount(accountId).filter(({ sid }) => sid !== exceptSid);
      for (const { hash } of ended) remove(hash);
      return ended;
    },
    ...createSweeper(
      () => byHash.entries(),
      ([, session], nowMs) => !isAlive(session, nowMs),
      ([hash]) => void remove(hash),
    ),
  };
}

function isAlive({ idleExpiresAtMs, expiresAtMs }: Session, nowMs: number): boolean {
  return idleExpiresAtMs > nowMs && expiresAtMs > nowMs;
}
