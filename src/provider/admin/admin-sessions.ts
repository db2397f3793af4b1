import type { ProviderContext } from "../context.ts";
import { endAccountSessions, endSession } from "../sessions/sessions.ts";
import type { Session } from "../stores/records.ts";

/** A signed-in browser as an administrator sees it: without what its cookie is known by. */
export type SessionRecord = Omit<Session, "hash" | "version">;

/** Signed-in browsers. */
export interface AdminSessions {
  /** Those of an account, oldest first. */
  readonly list: (accountId: string) => Promise<readonly SessionRecord[]>;
  /** Ends one: its grants without offline access go with it, and its clients are told. `false` where there is none. */
  readonly end: (sid: string) => Promise<boolean>;
  /** Ends all of an account; gives their number. */
  readonly endAll: (accountId: string) => Promise<number>;
}

/** Makes the administration of sessions. */
export function createAdminSessions(context: ProviderContext): AdminSessions {
  const { store, clock } = context;
  return Object.freeze<AdminSessions>({
    async list(accountId) {
      return (await store.sessions.list(accountId, clock())).map(toRecord);
    },
    async end(sid) {
      const session = await store.sessions.findBySid(sid);
      if (session === undefined) return false;
      await endSession(context, session, reason);
      return true;
    },
    async endAll(accountId) {
      const { length } = await store.sessions.list(accountId, clock());
      await endAccountSessions(context, accountId, reason);
      return length;
    },
  });
}

function toRecord({ hash: _hash, version: _version, ...session }: Session): SessionRecord {
  return session;
}

const reason = "ended_by_administrator";
