import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isRecord } from "../schema/is-record.ts";
import { checkDecryptionKeys } from "./decryption-key.ts";
import { choosePrivateKeyAlgorithm } from "./signing-key.ts";

/** One private key of a client, and when its time begins. */
export interface ClientKeyEntry {
  /** The private key, with `kid`, `alg` and `use`. */
  readonly jwk: Jwk;
  /** From when on it is used, in seconds since 1970; until then it is published only. */
  readonly usedFrom: number;
}

/** All that is stored of a client's keys. It is JSON, and it holds private keys. */
export interface ClientKeyRecord {
  /** One, and one more with every change. */
  readonly version: number;
  /** In the order in which they are used. */
  readonly keys: readonly ClientKeyEntry[];
}

/** When keys change, in seconds. */
export interface KeyTimes {
  readonly rotateAfterSeconds: number;
  readonly publishBeforeSeconds: number;
  readonly keepAfterSeconds: number;
}

/** The key in use: the last whose time has come, the first of all where the clock stands before that. */
export function findCurrentKey({ keys }: ClientKeyRecord, now: number): ClientKeyEntry {
  const current = keys.findLast(({ usedFrom }) => usedFrom <= now) ?? keys[0];
  if (current === undefined) throw brokenRecord("it holds no key");
  return current;
}

/** The key that is published and not used yet. */
export function findNextKey({ keys }: ClientKeyRecord, now: number): ClientKeyEntry | undefined {
  return keys.find(({ usedFrom }) => usedFrom > now);
}

/** Keys without those whose successor has been in use for long enough. */
export function listPublishedKeys(
  { keys }: ClientKeyRecord,
  now: number,
  { keepAfterSeconds }: KeyTimes,
): readonly ClientKeyEntry[] {
  return keys.filter((_key, index) => {
    const successor = keys[index + 1];
    return successor === undefined || successor.usedFrom + keepAfterSeconds > now;
  });
}

/** Whether it is time to publish the next key. */
export function needsNextKey(record: ClientKeyRecord, now: number, times: KeyTimes): boolean {
  const { usedFrom } = findCurrentKey(record, now);
  const publishFrom = usedFrom + times.rotateAfterSeconds - times.publishBeforeSeconds;
  return publishFrom <= now && findNextKey(record, now) === undefined;
}

/**
 * Checks what a store gave back, and a first key before it is saved.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for a record of another form, and for a key that cannot sign or decrypt
 */
export function checkClientKeyRecord(record: unknown, use: "sig" | "enc"): asserts record is ClientKeyRecord {
  if (!isRecord(record) || !Number.isSafeInteger(record.version) || !Array.isArray(record.keys)) {
    throw brokenRecord("it is not { version, keys }");
  }
  const entries: readonly unknown[] = record.keys;
  let before = Number.NEGATIVE_INFINITY;
  const names = new Set<unknown>();
  for (const entry of entries) {
    const { jwk, usedFrom }: Readonly<Record<string, unknown>> = isRecord(entry) ? entry : {};
    if (typeof usedFrom !== "number" || !(usedFrom >= before))
      throw brokenRecord("keys are not in the order of usedFrom");
    names.add(checkPrivateKey(jwk, use));
    before = usedFrom;
  }
  if (names.size === 0 || names.size < entries.length) throw brokenRecord("it holds no key, or two of one kid");
}

/** Gives the name of a key that can do what it is for. */
function checkPrivateKey(jwk: unknown, use: "sig" | "enc"): string {
  if (!isRecord(jwk) || typeof jwk.kty !== "string" || typeof jwk.kid !== "string" || jwk.use !== use) {
    throw brokenRecord("a key has no kty or kid, or is of another use");
  }
  const key = { ...jwk, kty: jwk.kty };
  if (use === "enc") checkDecryptionKeys([key], "keys");
  else choosePrivateKeyAlgorithm(key);
  return jwk.kid;
}

function brokenRecord(problem: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: `The record of the client's keys cannot be used: ${problem}.`,
    specification: specification("rfc7517", "5"),
    parameter: "store",
    remedy: "Let load give back the very record that save was called with.",
  });
}
