import { ConfigurationError } from "../errors/families.ts";
import { sha256Base64url } from "../jose/hash.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import type { TrustedToken } from "./trusted-token.ts";

/** Makes a digest of a token that nobody can find another token for, such as SHA-256. May answer later. */
export type TokenDigest = (token: string) => string | Promise<string>;

/** How many verified tokens are kept, and under what. */
export interface VerifiedTokenCacheOptions {
  /** Most tokens at a time; of more, old ones that are not used go. Default 1000. */
  readonly maxEntries?: number | undefined;
  /** Default: SHA-256 of WebCrypto. `nodeTokenDigest` of `ts-identity-model/adapters/node-digest` is the same and much faster. */
  readonly digest?: TokenDigest | undefined;
}

/** Tokens whose signature and claims have been verified. Made by {@link createVerifiedTokenCache}. */
export interface VerifiedTokenCache {
  /** Digests a token: what it is kept under. */
  readonly digest: TokenDigest;
  /** What is kept and still good at this time, in milliseconds since 1970. */
  readonly find: (key: string, nowMs: number) => TrustedToken | undefined;
  /** Keeps a token until it expires. */
  readonly store: (key: string, token: TrustedToken, nowMs: number) => void;
  /** Forgets all tokens. */
  readonly clear: () => void;
}

/**
 * Creates a cache of verified tokens, for one process. It holds claims and digests, and no token. An entry is good for the verifier that made it alone, until the token
 * expires, and as long as the issuer's keys are the very set that verified it: a new set, whatever is in it, has all tokens verified again. Proofs and certificates are looked
 * at for each request all the same. A token that the issuer has revoked stays good, as it does without a cache.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for a limit that is none, and an option that does not exist
 */
export function createVerifiedTokenCache(options: VerifiedTokenCacheOptions = {}): VerifiedTokenCache {
  checkOptionNames(options, optionNames, { of: "createVerifiedTokenCache" });
  const { maxEntries = 1000, digest = sha256Base64url } = options;
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1)
    throw unusable("maxEntries", "must be a whole number, 1 or more");
  if (typeof digest !== "function") throw unusable("digest", "must be a function");
  const entries = new Map<string, Entry>();
  return Object.freeze({
    digest,
    find(key: string, nowMs: number) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      // A clock that went back ends entries early.
      if (nowMs < entry.storedAt || nowMs >= entry.token.goodUntil) {
        entries.delete(key);
        return undefined;
      }
      entry.isUsed = true;
      return entry.token;
    },
    store(key: string, token: TrustedToken, storedAt: number) {
      entries.delete(key);
      if (entries.size >= maxEntries) forgetUnused(entries);
      entries.set(key, { token, storedAt, isUsed: false });
    },
    clear: () => entries.clear(),
  });
}

interface Entry {
  readonly token: TrustedToken;
  readonly storedAt: number;
  /** Whether it has been of use since it was stored or last spared. */
  isUsed: boolean;
}

/** Forgets the oldest entry that has not been of use, and spares those that have once more: moving an entry at each use would cost every hit. */
function forgetUnused(entries: Map<string, Entry>): void {
  for (const [key, entry] of entries) {
    entries.delete(key);
    if (!entry.isUsed) return;
    entry.isUsed = false;
    entries.set(key, entry);
  }
}

function unusable(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const optionNames: OptionNames<VerifiedTokenCacheOptions> = { maxEntries: true, digest: true };
