import type { StoredToken } from "../records.ts";
import { createDigestTable, isDigest } from "./digest-table.ts";
import { createSweeper, type Sweepable } from "./sweeper.ts";

/** Tokens by their hash, each in a small part of what its row would take. */
export interface TokenTable {
  readonly has: (hash: string) => boolean;
  readonly get: (hash: string) => StoredToken | undefined;
  readonly set: (token: StoredToken) => void;
  /** Forgets tokens that have outlived their use; `forget` is told of each before. */
  readonly sweepBy: (forget: (token: StoredToken) => void) => Sweepable;
}

/** What many tokens have alike. Times are relative to that of issue, so that tokens of one kind have the same. */
interface CommonPart extends Pick<StoredToken, "kind" | "clientId" | "scope" | "audience" | "generation"> {
  readonly expiresInMs: number;
  readonly purgedInMs: number;
}

/** A kind of tokens, and how many there are. */
interface Sharing {
  readonly key: string;
  readonly number: number;
  readonly common: CommonPart;
  tokens: number;
}

/** What a token has for itself. */
type OwnPart = Omit<StoredToken, keyof CommonPart | "hash" | "issuedAtMs" | "expiresAtMs" | "purgeAtMs">;

/** A token that has something for itself. */
interface PackedToken {
  readonly sharing: Sharing;
  readonly issuedAtMs: number;
  readonly own: OwnPart;
}

/**
 * Creates an empty table. Tokens of machines that ask for one each, which are most where there are many, lie outside of the engine's heap: a million takes
 * about 60 MB, and 840 MB as rows.
 */
export function createTokenTable(): TokenTable {
  const plain = createDigestTable();
  const special = new Map<string, PackedToken>();
  const sharings = createSharings();

  function get(hash: string): StoredToken | undefined {
    const packed = special.get(hash);
    if (packed !== undefined) return unpack(hash, packed);
    const entry = isDigest(hash) ? plain.find(hash) : -1;
    return entry < 0 ? undefined : unpack(hash, readPlain(entry));
  }

  function readPlain(entry: number): Omit<PackedToken, "own"> {
    const { number, timeMs } = plain.read(entry);
    return { sharing: sharings.get(number), issuedAtMs: timeMs };
  }

  function removePlain(entry: number): void {
    sharings.leave(plain.read(entry).number);
    plain.remove(entry);
  }

  function remove(hash: string): void {
    const packed = special.get(hash);
    if (packed !== undefined) {
      special.delete(hash);
      sharings.leave(packed.sharing.number);
      return;
    }
    const entry = isDigest(hash) ? plain.find(hash) : -1;
    if (entry >= 0) removePlain(entry);
  }

  return {
    has: (hash) => special.has(hash) || (isDigest(hash) && plain.find(hash) >= 0),
    get,
    set(token) {
      const { hash, issuedAtMs } = token;
      remove(hash);
      const sharing = sharings.join(commonPart(token));
      if (isPlain(token) && isDigest(hash)) plain.add(hash, { number: sharing.number, timeMs: issuedAtMs });
      else special.set(hash, { sharing, issuedAtMs, own: ownPart(token) });
    },
    sweepBy(forget) {
      const ofPlain = createSweeper(
        plain.entries,
        (entry, nowMs) => isOver(readPlain(entry), nowMs),
        (entry) => {
          forget(unpack(plain.digestOf(entry), readPlain(entry)));
          removePlain(entry);
        },
      );
      const ofSpecial = createSweeper(
        () => special.entries(),
        ([, packed], nowMs) => isOver(packed, nowMs),
        ([hash, packed]) => {
          forget(unpack(hash, packed));
          remove(hash);
        },
      );
      return { sweep: (nowMs, limit) => ofPlain.sweep(nowMs, limit) + ofSpecial.sweep(nowMs, limit) };
    },
  };
}

interface Sharings {
  readonly get: (number: number) => Sharing;
  readonly join: (common: CommonPart) => Sharing;
  readonly leave: (number: number) => void;
}

/** Keeps each kind of tokens for as long as there is a token of it. */
function createSharings(): Sharings {
  const byKey = new Map<string, Sharing>();
  const byNumber: (Sharing | undefined)[] = [];
  const free: number[] = [];
  /** The next token is mostly of the same kind, and to write the key takes longer than all the rest. */
  let latest: Sharing | undefined;

  function get(number: number): Sharing {
    const sharing = byNumber[number];
    if (sharing === undefined) throw new Error("A token is of no kind.");
    return sharing;
  }

  function findOrAdd(common: CommonPart): Sharing {
    const { kind, clientId, scope, audience, generation, expiresInMs, purgedInMs } = common;
    const key = JSON.stringify([kind, clientId, scope, audience, generation, expiresInMs, purgedInMs]);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const sharing = { key, number: free.pop() ?? byNumber.length, common, tokens: 0 };
    byKey.set(key, sharing);
    byNumber[sharing.number] = sharing;
    return sharing;
  }

  return {
    get,
    join(common) {
      if (latest === undefined || !isAlike(latest.common, common)) latest = findOrAdd(common);
      latest.tokens += 1;
      return latest;
    },
    leave(number) {
      const sharing = get(number);
      sharing.tokens -= 1;
      if (sharing.tokens > 0) return;
      if (latest === sharing) latest = undefined;
      byKey.delete(sharing.key);
      byNumber[number] = undefined;
      free.push(number);
    },
  };
}

function isOver({ sharing, issuedAtMs }: Omit<PackedToken, "own">, nowMs: number): boolean {
  return issuedAtMs + sharing.common.purgedInMs <= nowMs;
}

function unpack(
  hash: string,
  { sharing, issuedAtMs, own }: Omit<PackedToken, "own"> & Partial<PackedToken>,
): StoredToken {
  const { kind, clientId, scope, audience, generation, expiresInMs, purgedInMs } = sharing.common;
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

function commonPart(token: StoredToken): CommonPart {
  const { kind, clientId, scope, audience, generation, issuedAtMs, expiresAtMs, purgeAtMs } = token;
  const expiresInMs = expiresAtMs - issuedAtMs;
  return { kind, clientId, scope, audience, generation, expiresInMs, purgedInMs: purgeAtMs - issuedAtMs };
}

function ownPart(token: StoredToken): OwnPart {
  const { hash, kind, clientId, scope, audience, generation, issuedAtMs, expiresAtMs, purgeAtMs, ...own } = token;
  return own;
}

/** Whether a token has nothing for itself. */
function isPlain({ grantId, accountId, confirmation, details, parentHash, usedAtMs, revokedAtMs }: OwnPart): boolean {
  const isOfMachine = grantId === undefined && accountId === undefined && details === undefined;
  const isUntouched = parentHash === undefined && usedAtMs === undefined && revokedAtMs === undefined;
  return isOfMachine && isUntouched && confirmation === undefined;
}

function isAlike(one: CommonPart, other: CommonPart): boolean {
  return (
    one.clientId === other.clientId &&
    one.expiresInMs === other.expiresInMs &&
    one.purgedInMs === other.purgedInMs &&
    one.kind === other.kind &&
    one.generation === other.generation &&
    isSameList(one.scope, other.scope) &&
    isSameList(one.audience, other.audience)
  );
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
