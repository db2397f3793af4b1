import type { LogoutToken } from "../../generated/messages/logout-token.ts";
import { sha256Base64url } from "../jose/hash.ts";
import type { Clock } from "../util/clock.ts";
import type { SharedStore } from "../util/shared-store.ts";
import type { Settings } from "./settings.ts";

/** A session as an index names it. */
export interface IndexedSession {
  readonly key: string;
  readonly expiresAtMs: number;
}

/** Finds sessions by what a logout token says. */
export interface SessionIndex {
  /** @returns keys of the oldest sessions, which have no room any more and must be ended */
  readonly add: (indexKey: string, session: IndexedSession) => Promise<readonly string[]>;
  readonly drop: (indexKey: string, key: string) => Promise<void>;
  readonly list: (indexKey: string) => Promise<readonly string[]>;
  /** Lists the sessions and forgets them. */
  readonly take: (indexKey: string) => Promise<readonly string[]>;
}

/** What names sessions: a session of the provider or a user, as a logout token has them; or the one session itself. */
export interface SessionName {
  readonly kind: "sid" | "sub" | "id";
  readonly iss: string;
  readonly value: string;
}

/** Key of a store for what belongs to a name. Relying parties that share a store do not end each other's sessions. */
export async function sessionNameKey(
  { redirectUri }: Pick<Settings, "redirectUri">,
  { kind, iss, value }: SessionName,
): Promise<string> {
  return `rp:${kind}:${await sha256Base64url(JSON.stringify([redirectUri, iss, value]))}`;
}

/** Key for what a logout token names: where it has no `sid`, all sessions of its `sub`, of which it has one then. */
export function logoutNameKey(
  settings: Pick<Settings, "redirectUri">,
  { iss, sub, sid }: Pick<LogoutToken, "iss" | "sub" | "sid">,
): Promise<string> {
  return sessionNameKey(
    settings,
    sid === undefined ? { kind: "sub", iss, value: String(sub) } : { kind: "sid", iss, value: sid },
  );
}

/** Creates an index in a store. Each change is written only where nobody else has changed the list since it was read. */
export function createSessionIndex(store: SharedStore, clock: Clock): SessionIndex {
  async function read(
    indexKey: string,
  ): Promise<{ readonly sessions: readonly IndexedSession[]; version: string | null }> {
    const entry = await store.read(indexKey);
    const sessions: readonly IndexedSession[] = entry === undefined ? [] : JSON.parse(entry.value);
    return {
      sessions: sessions.filter(({ expiresAtMs }) => expiresAtMs > clock()),
      version: entry === undefined ? null : entry.version,
    };
  }

  /** Applies a change until it is written; a list that is always being changed by others is not waited for. */
  async function change(
    indexKey: string,
    next: (sessions: readonly IndexedSession[]) => readonly IndexedSession[],
  ): Promise<readonly IndexedSession[]> {
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const { sessions, version } = await read(indexKey);
      const changed = next(sessions);
      if (await replace(indexKey, changed, version)) return sessions;
    }
    throw new Error("The index of sessions is being changed by too many others at once.");
  }

  async function replace(
    indexKey: string,
    sessions: readonly IndexedSession[],
    version: string | null,
  ): Promise<boolean> {
    if (sessions.length === 0) {
      return version === null || (await store.remove(indexKey, { ifVersion: version }));
    }
    const expiresAtMs = Math.max(...sessions.map((session) => session.expiresAtMs));
    const value = JSON.stringify(sessions);
    return (await store.write(indexKey, value, { expiresAtMs, ifVersion: version })) !== undefined;
  }

  return Object.freeze<SessionIndex>({
    async add(indexKey, session) {
      const before = await change(indexKey, (sessions) => [...sessions, session].slice(-maxSessions));
      return before.slice(0, Math.max(0, before.length + 1 - maxSessions)).map(({ key }) => key);
    },
    async drop(indexKey, key) {
      await change(indexKey, (sessions) => sessions.filter((session) => session.key !== key));
    },
    list: async (indexKey) => (await read(indexKey)).sessions.map(({ key }) => key),
    async take(indexKey) {
      return (await change(indexKey, () => [])).map(({ key }) => key);
    },
  });
}

/** Sessions that one user may have; a bound, so that no list grows for ever. */
const maxSessions = 200;
const maxAttempts = 50;
