import { readFileSync } from "node:fs";
import type { Jwk } from "../../generated/messages/jwk.ts";

/** One vector: an object, and whether it is to be accepted. */
export interface WycheproofTest {
  readonly tcId: number;
  readonly comment: string;
  readonly result: "valid" | "invalid";
  /** An object in JSON serialisation is printed as text or as an object. */
  readonly jws?: unknown;
  readonly jwe?: unknown;
  /** Plaintext in hexadecimal. */
  readonly pt?: string;
}

type Key = Jwk | { readonly keys: readonly Jwk[] };

/** Vectors of one key. */
export interface WycheproofGroup {
  readonly comment: string;
  readonly private?: Key;
  readonly public?: Key;
  readonly tests: readonly WycheproofTest[];
}

/** Reads one of the published files. */
export function readWycheproof(name: string): readonly WycheproofGroup[] {
  const url = new URL(`./data/wycheproof/json_web_${name}_test.json`, import.meta.url);
  const file: { readonly testGroups: readonly WycheproofGroup[] } = JSON.parse(readFileSync(url, "utf8"));
  return file.testGroups;
}

/** One key or a set as a list. */
export function listKeys(key: Key | undefined): readonly Jwk[] {
  if (key === undefined) return [];
  return isSet(key) ? key.keys : [key];
}

/** The keys to verify with: the public ones, and the public part of those that are printed as pairs only. */
export function listVerificationKeys(group: WycheproofGroup): readonly Jwk[] {
  if (group.public !== undefined) return listKeys(group.public);
  return listKeys(group.private).map((key) => {
    const members = Object.entries(key).filter(([name]) => !["d", "p", "q", "dp", "dq", "qi"].includes(name));
    return { ...Object.fromEntries(members), kty: key.kty };
  });
}

/** Where this library decides otherwise than the file, by `tcId`; fails for a number that is listed twice. */
export function listExceptions(
  rows: readonly (readonly [reason: string, tcIds: readonly number[]])[],
): Map<number, string> {
  const all = new Map<number, string>();
  for (const [reason, tcIds] of rows) {
    for (const tcId of tcIds) {
      if (all.has(tcId)) throw new TypeError(`tcId ${tcId} is listed twice`);
      all.set(tcId, reason);
    }
  }
  return all;
}

/** The object as text. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isSet(key: Key): key is { readonly keys: readonly Jwk[] } {
  return "keys" in key && Array.isArray(key.keys);
}
