import type { SharedLease } from "../util/shared-store.ts";
import type { Wait } from "../util/wait.ts";
import type { TokenSet } from "./token-set.ts";
import type { TokenVault } from "./token-vault.ts";
import {
  presentTokens,
  type Refreshed,
  readSession,
  storeSession,
  tokensOf,
  type UserSession,
  withRefreshed,
} from "./user-session.ts";

/** Where the tokens of a user lie. */
export interface SessionPlace {
  readonly key: string;
  readonly nowMs: () => number;
}

/** A session as it was read. */
export interface FoundSession {
  readonly session: UserSession;
  readonly version: string;
}

/** A refresh that has happened at the server: until it is stored, the refresh token in the store is one that is used up. */
export interface Rotation extends Refreshed, FoundSession {}

/** What became of a rotation: `gone`: the user has logged out meanwhile; `superseded`: another refresh token is there. */
export type StoredRotation = { readonly tokens: TokenSet | undefined } | "gone" | "superseded";

/** Keeps sessions, and loses none that the server has changed already. */
export interface SessionStore {
  readonly find: (place: SessionPlace) => Promise<FoundSession | undefined>;
  readonly save: (place: SessionPlace, session: UserSession) => Promise<void>;
  /** Stores what a refresh brought; where the store fails, it is held in memory for {@link SessionStore.catchUp}. */
  readonly rotate: (place: SessionPlace, rotation: Rotation) => Promise<StoredRotation>;
  /** Stores what could not be stored when it came. Gives the tokens of it where the user has logged out meanwhile: they belong to nobody. */
  readonly catchUp: (place: SessionPlace) => Promise<TokenSet | undefined>;
  readonly remove: (place: SessionPlace, ifVersion: string) => Promise<boolean>;
  /** Takes a session out, whatever is there; gives what it was, as far as it can be read. */
  readonly take: (place: SessionPlace) => Promise<UserSession | undefined>;
  readonly acquire: (place: SessionPlace, leaseMs: number) => Promise<SharedLease | undefined>;
}

/** What a session store is made of. */
export interface SessionStoreParts {
  readonly vault: TokenVault;
  readonly lifetimeMs: number;
  readonly wait: Wait;
}

/** Creates a {@link SessionStore}. */
export function createSessionStore({ vault, lifetimeMs, wait }: SessionStoreParts): SessionStore {
  const unsaved = new Map<string, Rotation>();

  async function find({ key }: SessionPlace): Promise<FoundSession | undefined> {
    const entry = await vault.read(key);
    const session = readSession(entry?.content);
    return entry === undefined || session === undefined ? undefined : { session, version: entry.version };
  }

  async function write(place: SessionPlace, session: UserSession, ifVersion?: string): Promise<boolean> {
    const expiresAtMs = place.nowMs() + lifetimeMs;
    return (await vault.write(place.key, storeSession(session), { expiresAtMs, ifVersion })) !== undefined;
  }

  /** What another one has written since is kept, as long as it is not another refresh token. */
  async function join(place: SessionPlace, { slot, fresh, ...found }: Rotation): Promise<StoredRotation> {
    const used = found.session.login.refreshToken;
    let base: FoundSession = found;
    for (let tries = 0; tries < maxJoins; tries += 1) {
      const next = withRefreshed(base.session, { slot, fresh }, place.nowMs());
      const tokens = tokensOf(next, slot);
      if (await write(place, next, base.version)) {
        return { tokens: tokens === undefined ? undefined : presentTokens(next, tokens) };
      }
      const other = await find(place);
      if (other === undefined) return "gone";
      if (other.session.login.refreshToken !== used) return "superseded";
      base = other;
    }
    return "superseded";
  }

  async function rotate(place: SessionPlace, rotation: Rotation): Promise<StoredRotation> {
    const [oldest] = unsaved.keys();
    if (unsaved.size >= maxUnsaved && oldest !== undefined) unsaved.delete(oldest);
    unsaved.set(place.key, rotation);
    for (let tries = 1; ; tries += 1) {
      try {
        const stored = await join(place, rotation);
        unsaved.delete(place.key);
        return stored;
      } catch (error) {
        if (tries === maxWrites) throw error;
        await wait(firstPauseMs * 2 ** tries);
      }
    }
  }

  /** What is taken out is what was read: the refresh token that another one has just stored would live on, and nobody would know it. */
  async function takeOut(place: SessionPlace): Promise<FoundSession | undefined> {
    for (let tries = 1; ; tries += 1) {
      const found = await find(place);
      const ifVersion = tries === maxJoins ? undefined : found?.version;
      if ((await vault.remove(place.key, ifVersion)) || ifVersion === undefined) return found;
    }
  }

  return Object.freeze<SessionStore>({
    find,
    rotate,
    async save(place, session) {
      unsaved.delete(place.key);
      await write(place, session);
    },
    async catchUp(place) {
      const rotation = unsaved.get(place.key);
      if (rotation === undefined) return undefined;
      const stored = await join(place, rotation);
      unsaved.delete(place.key);
      return stored === "gone" ? rotation.fresh : undefined;
    },
    async remove({ key }, ifVersion) {
      unsaved.delete(key);
      return vault.remove(key, ifVersion);
    },
    async take(place) {
      const found = await takeOut(place);
      const rotation = unsaved.get(place.key);
      unsaved.delete(place.key);
      if (rotation === undefined || found?.version !== rotation.version) return found?.session;
      return withRefreshed(found.session, rotation, place.nowMs());
    },
    acquire: ({ key }, leaseMs) => vault.acquire(key, leaseMs),
  });
}

const maxJoins = 5;
const maxWrites = 3;
const maxUnsaved = 1000;
const firstPauseMs = 50;
