import type { Session } from "../records.ts";
import type { SessionStore } from "../store.ts";
import { createSweeper, type Sweepable } from "./sweeper.ts";

/** Keeps sessions in memory. */
export function createMemorySessions(): SessionStore & Sweepable {
  const byHash = new Map<string, Session>();
  const hashBySid = new Map<string, string>();

  function write(session: Session): void {
    byHash.set(session.hash, session);
    hashBySid.set(session.sid, session.hash);
  }

  function remove(hash: string): Session | undefined {
    const session = byHash.get(hash);
    if (session === undefined) return undefined;
    byHash.delete(hash);
    if (hashBySid.get(session.sid) === hash) hashBySid.delete(session.sid);
    return session;
  }

  function ofAccount(accountId: string): readonly Session[] {
    return [...byHash.values()]
      .filter((session) => session.accountId === accountId)
      .sort((one, other) => one.createdAtMs - other.createdAtMs);
  }

  return {
    put: async (session) => write(session),
    find: async (hash) => byHash.get(hash),
    findBySid: async (sid) => byHash.get(hashBySid.get(sid) ?? ""),
    async rotate(oldHash, session) {
      if (remove(oldHash) === undefined) return false;
      write(session);
      return true;
    },
    async update(session) {
      if (byHash.get(session.hash)?.version !== session.version - 1) return false;
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
      byHash,
      (session, nowMs) => !isAlive(session, nowMs),
      (hash) => void remove(hash),
    ),
  };
}

function isAlive({ idleExpiresAtMs, expiresAtMs }: Session, nowMs: number): boolean {
  return idleExpiresAtMs > nowMs && expiresAtMs > nowMs;
}
