import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwkSet } from "../../generated/messages/jwk-set.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { type Clock, nowSeconds, systemClock } from "../util/clock.ts";
import { createClientJwks } from "./client-jwks.ts";
import { createClientKeyHolder } from "./client-key-holder.ts";
import {
  type ClientKeyEntry,
  type ClientKeyRecord,
  findCurrentKey,
  findNextKey,
  type KeyTimes,
  listPublishedKeys,
} from "./client-key-record.ts";
import type { ClientKeyStore } from "./client-key-store.ts";
import { findKeyUse, generateClientKey } from "./generate-client-key.ts";

/** How a client's keys are made, kept and replaced. */
export interface ClientKeysOptions {
  /** What new keys are for: an asymmetric signature algorithm (`ES256`), or one to decrypt with (`RSA-OAEP-256`). */
  readonly algorithm: string;
  /** Default: the memory of this process, for tests. One that has not answered after five seconds counts as one that failed. */
  readonly store?: ClientKeyStore | undefined;
  /** The private key of up to now, which the server knows already; it is taken where the store is empty. */
  readonly initialKey?: Jwk | undefined;
  /** How long a key is used. `Infinity`: until `rotate` is called. Default 90 days. */
  readonly rotateAfterSeconds?: number | undefined;
  /** How long a key is published before it is used: longer than servers keep the set. Default one day. */
  readonly publishBeforeSeconds?: number | undefined;
  /** How long a key stays published, and decrypts, after it was replaced. Default one day. */
  readonly keepAfterSeconds?: number | undefined;
  /** How long the store is not asked again whether another process has replaced a key. Default 60. */
  readonly reloadAfterSeconds?: number | undefined;
  /** Is told why the store could not be read, or a key not be replaced, while the keys in memory go on being used; must not throw. */
  readonly onError?: ((error: unknown) => void) | undefined;
  readonly clock?: Clock | undefined;
}

/** A client's own keys of one use: the one in use, the next one, and those just replaced. */
export interface ClientKeys {
  /** The public set for `jwks_uri` or `jwks`: every key that servers must know now. */
  readonly jwks: () => Promise<JwkSet>;
  /** The key to sign with now. Give the function itself as a client's `key`, or to `privateKeyJwt`. */
  readonly signingKey: () => Promise<{ readonly key: Jwk; readonly kid: string; readonly alg: string }>;
  /** The keys that servers may have encrypted with. Give the function itself as a client's `decryptionKeys`. */
  readonly decryptionKeys: () => Promise<readonly Jwk[]>;
  /** Publishes the next key now, and gives its name and when it will be used, in seconds since 1970. Where there is a next key already, gives that. */
  readonly rotate: () => Promise<{ readonly kid: string; readonly usedFrom: number }>;
  /** Takes a key that became known to others out of use and out of the set at once. In place of the key in use comes the next one, or a new one. */
  readonly withdraw: (kid: string) => Promise<void>;
}

/**
 * Creates the keys that a client signs or decrypts with, and replaces them in time: a new key is published before it is used, and the old
 * one stays published after. The client keeps running, because it asks for the key at every use.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for an algorithm or a time that cannot be used, and an option that does not exist. What it returns throws
 * `ERR_CONFIGURATION_KEY` for a broken record, a weak key or the key of another use, `ERR_CONFIGURATION_OPTION` for a `kid` that is not
 * there, and what the store throws where no key is in memory,
 * or TransportError `ERR_TRANSPORT_TIMEOUT` where it does not answer
 * @see OpenID Connect Core §10.1.1
 * @see OpenID Connect Core §10.2.1
 */
export function createClientKeys(options: ClientKeysOptions): ClientKeys {
  checkOptionNames(options, optionNames, { of: "createClientKeys" });
  const { algorithm, clock = systemClock } = options;
  const use = findKeyUse(algorithm);
  const times = checkTimes(options);
  const addition = { algorithm, times };
  const holder = createClientKeyHolder({
    ...options,
    use,
    times,
    addKey: (before, now) => addNextKey(before, now, addition),
  });

  async function published(): Promise<readonly Jwk[]> {
    const record = await holder.current();
    return listPublishedKeys(record, nowSeconds(clock), times).map(({ jwk }) => jwk);
  }

  return Object.freeze<ClientKeys>({
    jwks: async () => createClientJwks(await published()),
    async signingKey() {
      requireUse(use, "sig");
      const { jwk } = findCurrentKey(await holder.current(), nowSeconds(clock));
      return { key: jwk, kid: jwk.kid ?? "", alg: jwk.alg ?? algorithm };
    },
    async decryptionKeys() {
      requireUse(use, "enc");
      return published();
    },
    async rotate() {
      const record = await holder.change((before, now) => addNextKey(before, now, addition));
      const { jwk, usedFrom } = record.keys.at(-1) ?? findCurrentKey(record, nowSeconds(clock));
      return { kid: jwk.kid ?? "", usedFrom };
    },
    async withdraw(kid) {
      await holder.change((before, now) => removeKey(before, now, { kid, algorithm }));
    },
  });
}

interface Addition {
  readonly algorithm: string;
  readonly times: KeyTimes;
}

async function addNextKey(
  before: ClientKeyRecord,
  now: number,
  { algorithm, times }: Addition,
): Promise<ClientKeyRecord> {
  if (findNextKey(before, now) !== undefined) return before;
  const jwk = await generateClientKey(algorithm);
  return { ...before, keys: [...before.keys, { jwk, usedFrom: now + times.publishBeforeSeconds }] };
}

interface Removal {
  readonly kid: string;
  readonly algorithm: string;
}

async function removeKey(before: ClientKeyRecord, now: number, { kid, algorithm }: Removal): Promise<ClientKeyRecord> {
  const rest = before.keys.filter(({ jwk }) => jwk.kid !== kid);
  if (rest.length === before.keys.length) throw wrong("kid", "is not the name of a key of this set");
  if (findCurrentKey(before, now).jwk.kid !== kid) return { ...before, keys: rest };
  // Not the one before it: its time is over. What comes next is used at once, though not every server knows it yet.
  const next: ClientKeyEntry = findNextKey({ ...before, keys: rest }, now) ?? {
    jwk: await generateClientKey(algorithm),
    usedFrom: now,
  };
  const others = rest.filter((entry) => entry !== next);
  return { ...before, keys: [...others, { ...next, usedFrom: now }] };
}

function checkTimes(options: ClientKeysOptions): KeyTimes {
  const { rotateAfterSeconds = 90 * day, publishBeforeSeconds = day, keepAfterSeconds = day } = options;
  const { reloadAfterSeconds = 60 } = options;
  for (const [name, value] of Object.entries({ publishBeforeSeconds, keepAfterSeconds, reloadAfterSeconds })) {
    if (!Number.isSafeInteger(value) || value < 0) throw wrong(name, "must be a whole number of seconds, none or more");
  }
  const isWhole = rotateAfterSeconds === Number.POSITIVE_INFINITY || Number.isSafeInteger(rotateAfterSeconds);
  if (!isWhole || rotateAfterSeconds <= publishBeforeSeconds) {
    throw wrong("rotateAfterSeconds", "must be a whole number of seconds above publishBeforeSeconds, or Infinity");
  }
  return { rotateAfterSeconds, publishBeforeSeconds, keepAfterSeconds };
}

function requireUse(use: "sig" | "enc", wanted: "sig" | "enc"): void {
  if (use === wanted) return;
  throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: `The keys are for ${use}, not for ${wanted}; a key has one use.`,
    specification: specification("rfc7517", "4.2"),
    parameter: "algorithm",
  });
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const day = 86_400;
const optionNames: OptionNames<ClientKeysOptions> = {
  algorithm: true,
  store: true,
  initialKey: true,
  rotateAfterSeconds: true,
  publishBeforeSeconds: true,
  keepAfterSeconds: true,
  reloadAfterSeconds: true,
  onError: true,
  clock: true,
};
