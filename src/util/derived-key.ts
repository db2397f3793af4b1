import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/** 32 characters or octets at least, of a generator; of several the first one is used for what is new, the others for what is there already. */
export type KeySecret = string | Uint8Array | readonly (string | Uint8Array)[];

/** What keys are derived for: those of one purpose tell nothing about those of another. */
export interface DerivedKeyUse {
  /** The option that holds the secret, for errors. */
  readonly parameter: string;
  readonly purpose: string;
  readonly algorithm: AesKeyGenParams | HmacKeyGenParams;
  readonly usages: readonly KeyUsage[];
  /** Section of RFC 7518 that says how long the secret must be. */
  readonly section: string;
}

/** Gives a key, which is derived when it is first asked for. */
export type DerivedKey = () => Promise<CryptoKey>;

/**
 * Derives one key from each secret, by HKDF with SHA-256.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a secret that is too short, and for none
 */
export function deriveKeys(
  secret: KeySecret,
  use: DerivedKeyUse,
): readonly [first: DerivedKey, ...others: DerivedKey[]] {
  const secrets = typeof secret === "string" || secret instanceof Uint8Array ? [secret] : secret;
  const [first, ...others] = (Array.isArray(secrets) ? secrets : []).map((each) => createKey(each, use));
  if (first === undefined) throw tooShort(use);
  return [first, ...others];
}

function createKey(secret: unknown, use: DerivedKeyUse): DerivedKey {
  const octets = readOctets(secret);
  if (octets === undefined || octets.length < secretOctets) throw tooShort(use);
  let loaded: Promise<CryptoKey> | undefined;
  return () => {
    loaded ??= derive(octets, use);
    return loaded;
  };
}

async function derive(
  octets: Uint8Array<ArrayBuffer>,
  { purpose, algorithm, usages }: DerivedKeyUse,
): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", octets, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode(purpose);
  const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(parameters, material, algorithm, false, [...usages]);
}

/** A copy, which nobody changes later. */
function readOctets(secret: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof secret === "string") return new TextEncoder().encode(secret);
  return secret instanceof Uint8Array ? new Uint8Array(secret) : undefined;
}

function tooShort({ parameter, section }: DerivedKeyUse): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} must have ${secretOctets} octets or more.`,
    parameter,
    specification: specification("rfc7518", section),
    remedy: "Make one with a generator of random numbers, and keep it where the store cannot be read.",
  });
}

const secretOctets = 32;
