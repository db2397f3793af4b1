import { sha256Base64url } from "../jose/hash.ts";
import { type RandomSource, randomBase64url } from "../util/random.ts";
import type { SharedStore } from "../util/shared-store.ts";
import type { KeeperParts } from "./cookie-sessions.ts";
import { cookieName, type RequestCookies, writeCookie } from "./cookies.ts";
import { sessionEnd } from "./lifetimes.ts";
import { createSessionIndex, logoutNameKey, sessionNameKey } from "./session-index.ts";
import type { KeptSession, SessionKeeper } from "./session-keeper.ts";
import { readRecord, type SessionRecord, writeRecord } from "./session-record.ts";
import type { Settings } from "./settings.ts";

/** What keeping sessions in a store needs. */
export interface StoreKeeperParts extends KeeperParts {
  readonly random: RandomSource;
  readonly store: SharedStore;
}

/**
 * Keeps sessions in a store, encrypted. The browser holds a random handle of 256 bits, of which the store knows the hash: who reads the store can neither use a session nor
 * its tokens.
 */
export function createStoreSessions({ settings, sealer, clock, random, store }: StoreKeeperParts): SessionKeeper {
  const name = cookieName(settings, "session", "");
  const keyOf = async (handle: string): Promise<string> => `${prefix}${await sha256Base64url(`${name} ${handle}`)}`;
  const index = createSessionIndex(store, clock);

  async function read(key: string): Promise<KeptSession | undefined> {
    const entry = await store.read(key);
    const opened = entry === undefined ? undefined : await sealer.open(entry.value, key);
    const record = opened === undefined ? undefined : readRecord(opened.text);
    if (entry === undefined || opened === undefined || record === undefined) return undefined;
    return { record, key, version: entry.version, isStale: !opened.isCurrent };
  }

  async function write(key: string, record: SessionRecord, ifVersion: string | null): Promise<string | undefined> {
    const expiresAtMs = sessionEnd(record, settings);
    return store.write(key, await sealer.seal(writeRecord(record), key), { expiresAtMs, ifVersion });
  }

  const setCookie = (value: string, record: SessionRecord): string =>
    writeCookie(settings, [name, value], {
      maxAgeSeconds: (sessionEnd(record, settings) - clock()) / 1000,
      sameSite: settings.sessionSameSite,
    });

  async function end({ key, record }: KeptSession): Promise<void> {
    if (key === undefined) return;
    await store.remove(key);
    await dropFromIndexes(key, record);
  }

  return Object.freeze<SessionKeeper>({
    isShared: true,
    async find(cookies) {
      const handle = cookies.get(name);
      return handle === undefined || !handleForm.test(handle) ? undefined : read(await keyOf(handle));
    },
    reread: async ({ key }) => (key === undefined ? undefined : read(key)),
    async create(record, cookies) {
      const former = await this.find(cookies);
      if (former !== undefined) await end(former);
      const handle = randomBase64url(32, random);
      const key = await keyOf(handle);
      const expiresAtMs = record.createdAt + settings.absoluteSeconds * 1000;
      const indexKeys = await indexKeysOf(settings, record);
      // Indexed first: a logout that comes in between finds the name and takes it away, and the session is then not begun.
      for (const indexKey of indexKeys) {
        for (const dropped of await index.add(indexKey, { key, expiresAtMs })) await store.remove(dropped);
      }
      await write(key, record, null);
      for (const indexKey of indexKeys) {
        if (!(await index.list(indexKey)).includes(key)) await store.remove(key);
      }
      return [setCookie(handle, record), ...clearOthers(cookies)];
    },
    async update(kept, record) {
      const { key, version } = kept;
      if (key === undefined || version === undefined) return undefined;
      const written = await write(key, record, version);
      return written === undefined ? undefined : { key, record, version: written, isStale: false };
    },
    async issue({ record }, cookies) {
      const handle = cookies.get(name);
      return handle === undefined ? [] : [setCookie(handle, record), ...clearOthers(cookies)];
    },
    end,
    clear: (cookies) => [...clearOthers(cookies), ...(cookies.has(name) ? [remove(name)] : [])],
    async endNamed(logout) {
      const indexKey = await logoutNameKey(settings, logout);
      // The list goes last: where the store fails in between, the provider asks again, and finds it still there.
      const listed = await index.list(indexKey);
      const ended = await Promise.all(listed.map(endByKey));
      const late = (await index.take(indexKey)).filter((key) => !listed.includes(key));
      ended.push(...(await Promise.all(late.map(endByKey))));
      const found = ended.flatMap((kept) => kept ?? []);
      for (const { key, record } of found) await dropFromIndexes(key, record);
      return found.length;
    },
    lease: ({ key }) => store.acquire(`${key}:renewal`, leaseMs),
  });

  async function endByKey(key: string): Promise<{ readonly key: string; readonly record: SessionRecord } | undefined> {
    const kept = await read(key);
    await store.remove(key);
    return kept === undefined ? undefined : { key, record: kept.record };
  }

  async function dropFromIndexes(key: string, record: SessionRecord): Promise<void> {
    for (const indexKey of await indexKeysOf(settings, record)) await index.drop(indexKey, key);
  }

  function remove(cookie: string): string {
    return writeCookie(settings, [cookie, ""], { maxAgeSeconds: 0, sameSite: settings.sessionSameSite });
  }

  /** Pieces of a session that was kept in cookies. */
  function clearOthers(cookies: RequestCookies): readonly string[] {
    return [...cookies.keys()].filter((cookie) => cookie.startsWith(`${name}.`)).map(remove);
  }
}

async function indexKeysOf(settings: Settings, { tokens }: SessionRecord): Promise<readonly string[]> {
  const { iss, sub, sid } = tokens.claims;
  const bySub = await sessionNameKey(settings, { kind: "sub", iss, value: sub });
  return typeof sid === "string" ? [bySub, await sessionNameKey(settings, { kind: "sid", iss, value: sid })] : [bySub];
}

const prefix = "rp:session:";
const handleForm = /^[A-Za-z0-9_-]{43}$/;

/** Longer than a renewal takes, and no longer than a user waits when the process that renews dies. */
const leaseMs = 35_000;
