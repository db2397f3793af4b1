import type { Jwk } from "../../../generated/messages/jwk.ts";
import { isRecord } from "../../schema/is-record.ts";
import type { JsonObject, JsonValue, StoredKeys } from "../stores/records.ts";

/** Something secret as it is stored: in clear, or sealed. */
export type StoredSecretText = { readonly clear: string } | { readonly sealed: string };

/** One key of the provider. What it is good for follows from its times alone. */
export interface KeyEntry {
  readonly kid: string;
  readonly algorithm: string;
  readonly publicJwk: Jwk;
  /** JSON of the private JWK; absent when it will never sign again. */
  readonly privateJwk?: StoredSecretText | undefined;
  readonly createdAtMs: number;
  /** It signs from then on, */
  readonly activateAtMs: number;
  /** until then, */
  readonly retireAtMs?: number | undefined;
  /** and is published until then. */
  readonly removeAtMs?: number | undefined;
  /** When it was taken out of use in an emergency: nothing that it signed is believed. */
  readonly withdrawnAtMs?: number | undefined;
}

/** All that is stored: replaced as a whole. */
export interface KeyRecord {
  readonly version: number;
  readonly entries: readonly KeyEntry[];
  readonly secrets: Readonly<Record<string, StoredSecretText>>;
}

/** The record as a store keeps it. */
export function writeKeyRecord({ version, entries, secrets }: KeyRecord): StoredKeys {
  const plain = (value: object): JsonObject => JSON.parse(JSON.stringify(value));
  return { version, keys: entries.map(plain), secrets: plain(secrets) };
}

/** The record as a store gave it back; throws for what was never written here. */
export function readKeyRecord({ version, keys, secrets }: StoredKeys): KeyRecord {
  return {
    version,
    entries: keys.map(readEntry),
    secrets: Object.fromEntries(Object.entries(secrets).map(([purpose, value]) => [purpose, readSecret(value)])),
  };
}

function readEntry(entry: JsonObject): KeyEntry {
  const { kid, algorithm, publicJwk, privateJwk, createdAtMs, activateAtMs } = entry;
  if (typeof kid !== "string" || typeof algorithm !== "string" || !isRecord(publicJwk)) throw broken();
  if (typeof createdAtMs !== "number" || typeof activateAtMs !== "number") throw broken();
  return {
    kid,
    algorithm,
    publicJwk: { ...publicJwk, kty: String(publicJwk.kty) },
    ...(privateJwk === undefined ? {} : { privateJwk: readSecret(privateJwk) }),
    createdAtMs,
    activateAtMs,
    ...readTime(entry, "retireAtMs"),
    ...readTime(entry, "removeAtMs"),
    ...readTime(entry, "withdrawnAtMs"),
  };
}

function readTime(entry: JsonObject, name: "retireAtMs" | "removeAtMs" | "withdrawnAtMs"): Partial<KeyEntry> {
  const time = entry[name];
  if (time === undefined) return {};
  if (typeof time !== "number") throw broken();
  return { [name]: time };
}

function readSecret(value: JsonValue): StoredSecretText {
  if (isRecord(value) && typeof value.clear === "string") return { clear: value.clear };
  if (isRecord(value) && typeof value.sealed === "string") return { sealed: value.sealed };
  throw broken();
}

function broken(): Error {
  return new Error("The store holds a record of keys that this library has not written.");
}
