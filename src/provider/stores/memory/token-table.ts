import type { StoredToken } from "../records.ts";

/** Tokens by their hash, each in a small part of what its row would take. */
export interface TokenTable {
  readonly has: (hash: string) => boolean;
  readonly get: (hash: string) => StoredToken | undefined;
  readonly set: (token: StoredToken) => void;
  readonly delete: (hash: string) => void;
  /** For a sweep: when each may be forgotten, without making its row. */
  readonly entries: ReadonlyMap<string, PackedToken>;
  readonly purgeAtMs: (packed: PackedToken) => number;
}

/** A token as it is kept: what many have alike is kept once for all of them. */
export interface PackedToken {
  readonly common: CommonPart;
  readonly issuedAtMs: number;
  readonly own: OwnPart | undefined;
}

/** Times are relative to that of issue, so that tokens of one kind have the same. */
interface CommonPart extends Pick<StoredToken, "kind" | "clientId" | "scope" | "audience" | "generation"> {
  readonly expiresInMs: number;
  readonly purgedInMs: number;
}

type OwnPart = Omit<StoredToken, keyof CommonPart | "hash" | "issuedAtMs" | "expiresAtMs" | "purgeAtMs">;

/** Creates an empty table. A million tokens of machines that ask for one each take about 160 MB in it, and 840 MB as rows. */
export function createTokenTable(): TokenTable {
  const entries = new Map<string, PackedToken>();
  const commonParts = new Map<string, CommonPart>();

  function share(common: CommonPart): CommonPart {
    const { kind, clientId, scope, audience, generation, expiresInMs, purgedInMs } = common;
    const key = JSON.stringify([kind, clientId, scope, audience, generation, expiresInMs, purgedInMs]);
    const known = commonParts.get(key);
    if (known !== undefined) return known;
    // Those that are still in use stay where they are used; only new tokens have to share anew.
    if (commonParts.size >= maxCommonParts) commonParts.clear();
    commonParts.set(key, common);
    return common;
  }

  return {
    entries,
    has: (hash) => entries.has(hash),
    get(hash) {
      const packed = entries.get(hash);
      return packed === undefined ? undefined : unpack(hash, packed);
    },
    set({ hash, kind, clientId, scope, audience, generation, issuedAtMs, expiresAtMs, purgeAtMs, ...own }) {
      const expiresInMs = expiresAtMs - issuedAtMs;
      const purgedInMs = purgeAtMs - issuedAtMs;
      entries.set(hash, {
        common: share({ kind, clientId, scope, audience, generation, expiresInMs, purgedInMs }),
        issuedAtMs,
        own: isEmpty(own) ? undefined : own,
      });
    },
    delete: (hash) => void entries.delete(hash),
    purgeAtMs: ({ common, issuedAtMs }) => issuedAtMs + common.purgedInMs,
  };
}

function unpack(hash: string, { common, issuedAtMs, own }: PackedToken): StoredToken {
  const { kind, clientId, scope, audience, generation, expiresInMs, purgedInMs } = common;
  return {
    hash,
    kind,
    clientId,
    scope,
    audience,
    generation,
    issuedAtMs,
    expiresAtMs: issuedAtMs + expiresInMs,
    purgeAtMs: issuedAtMs + purgedInMs,
    ...own,
  };
}

function isEmpty(own: object): boolean {
  for (const _name in own) return false;
  return true;
}

/** Kinds of tokens that are found again: clients times scopes times resources that are in use at a time. */
const maxCommonParts = 10_000;
