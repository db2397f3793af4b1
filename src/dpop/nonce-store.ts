import { headerFields } from "../constants/header-fields.ts";
import { ConfigurationError } from "../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";

/**
 * Remembers the latest nonce of each origin. Several processes with the same key may share one, for example in Redis. What it throws
 * costs no more than a nonce does: the server then demands one again.
 */
export interface DPoPNonceStore {
  /** The latest nonce of an origin such as `https://id.example.com`. */
  readonly get: (origin: string) => string | undefined | Promise<string | undefined>;
  /** Replaces the nonce of an origin. */
  readonly set: (origin: string, nonce: string) => void | Promise<void>;
}

/** A store in memory, whose content can be saved. */
export interface MemoryDPoPNonceStore extends DPoPNonceStore {
  /** All origins with their nonces, the longest unused first; for the option `entries` of another store. */
  readonly entries: () => readonly (readonly [origin: string, nonce: string])[];
}

/** Bounds and first content of a store in memory. */
export interface DPoPNonceStoreOptions {
  /** Most origins at a time; beyond it the longest unused is forgotten. Default 100. */
  readonly maxOrigins?: number | undefined;
  /** What an earlier store held. */
  readonly entries?: Iterable<readonly [origin: string, nonce: string]> | undefined;
}

/**
 * Creates a store of nonces in the memory of this process.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a limit that is none, and an option that does not exist
 * @see RFC 9449 §8.2
 */
export function createDPoPNonceStore(options: DPoPNonceStoreOptions = {}): MemoryDPoPNonceStore {
  checkOptionNames(options, optionNames, { of: "createDPoPNonceStore" });
  const { maxOrigins = 100, entries = [] } = options;
  if (!Number.isSafeInteger(maxOrigins) || maxOrigins < 1) {
    const parameter = "maxOrigins";
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: `${parameter} must be a whole number, 1 or more.`,
      parameter,
    });
  }
  const nonces = new Map<string, string>();
  function set(origin: string, nonce: string): void {
    nonces.delete(origin);
    nonces.set(origin, nonce);
    const [oldest] = nonces.keys();
    if (nonces.size > maxOrigins && oldest !== undefined) nonces.delete(oldest);
  }
  for (const [origin, nonce] of entries) set(origin, nonce);
  return Object.freeze({
    get(origin: string) {
      const nonce = nonces.get(origin);
      if (nonce !== undefined) set(origin, nonce);
      return nonce;
    },
    set,
    entries: () => [...nonces],
  });
}

/** The nonce of an answer; `undefined` where there is none that may be used. Two of them are none, because the platform joins them with a comma and a space. */
export function readDPoPNonce(headers: Headers): string | undefined {
  const nonce = headers.get(headerFields.dpopNonce);
  return isDPoPNonce(nonce) ? nonce : undefined;
}

/**
 * Whether a value is a nonce that may be sent: one or more `NQCHAR`, and not so many that servers would refuse the header.
 * @see RFC 9449 §8.1
 */
export function isDPoPNonce(value: unknown): value is string {
  return typeof value === "string" && value.length <= maxLength && nonceText.test(value);
}

const nonceText = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
const maxLength = 4096;
const optionNames: OptionNames<DPoPNonceStoreOptions> = { maxOrigins: true, entries: true };
