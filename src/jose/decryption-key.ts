import type { JweHeader } from "../../generated/messages/jwe-header.ts";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { decodeBase64url } from "../util/base64url.ts";
import { deriveClientSecretKey } from "./client-secret-key.ts";
import { findJweAlgorithm } from "./jwe-algorithms.ts";
import {
  countKeyBits,
  findJweKeyMismatch,
  findPairDefect,
  importJweKey,
  type JweKeyUse,
  minimumRsaBits,
} from "./jwe-key.ts";
import { findRsaKeyProblem, isCryptoKey } from "./signing-key.ts";

/** A key with what it does not say itself. */
export interface NamedDecryptionKey {
  readonly key: CryptoKey | Jwk;
  /** Name under which senders know the key. Default: the key's own `kid`. */
  readonly kid?: string | undefined;
  /** The only key management algorithm to use it with. Default: the key's own `alg`. */
  readonly algorithm?: string | undefined;
}

/**
 * A client secret that symmetric keys are derived from.
 *
 * @see OpenID Connect Core §10.2
 */
export interface ClientSecretKey {
  readonly clientSecret: string;
}

/** A key that decrypts: a WebCrypto private or secret key, a private or symmetric JWK, one of them with its name, or a client secret. */
export type DecryptionKey = CryptoKey | Jwk | NamedDecryptionKey | ClientSecretKey;

/** The recipient's keys, or a function that gives those of now: it is asked for every message, so keys may change under a running client. */
export type DecryptionKeys =
  | readonly DecryptionKey[]
  | (() => readonly DecryptionKey[] | Promise<readonly DecryptionKey[]>);

/**
 * Checks that keys can decrypt something at all: present, private or secret, strong enough. Which one fits a message is
 * decided when there is one.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` naming the position in the list
 * @see RFC 7517 §4
 */
export function checkDecryptionKeys(keys: readonly DecryptionKey[], parameter = "keys"): void {
  const entries: unknown = keys;
  if (!Array.isArray(entries)) throw unusable(parameter, `${parameter} must be a list of keys`);
  entries.forEach((key: unknown, index) => {
    const problem = isObject(key) ? findProblem(key) : "it is not a CryptoKey, a JWK, { key } or { clientSecret }";
    if (problem !== undefined) throw unusable(parameter, `${parameter}[${index}] cannot decrypt: ${problem}`);
  });
}

/** A key that fits a message, not imported yet. */
export interface DecryptionCandidate {
  readonly load: () => Promise<CryptoKey | Uint8Array>;
}

/**
 * Selects the keys that may decrypt a message: those that fit its algorithms, and among them those that its `kid` names.
 * A key without a name is tried for any `kid`, after the named ones have been found not to be there: it is our own key,
 * and only whoever holds its other half can have encrypted for it. At most four are handed out.
 *
 * @see RFC 7516 §5.2
 * @see RFC 7517 §4.5
 */
export function selectDecryptionKeys(
  keys: readonly DecryptionKey[],
  header: JweHeader,
  use: JweKeyUse,
): readonly DecryptionCandidate[] {
  const fitting = keys.map(readEntry).filter((entry) => fits(entry, use));
  const named = fitting.filter(({ kid }) => kid === header.kid);
  const open = header.kid === undefined ? fitting : fitting.filter(({ kid }) => kid === undefined);
  return (header.kid !== undefined && named.length > 0 ? named : open)
    .slice(0, maxTries)
    .map(({ source }) => ({ load: () => loadSource(source, use) }));
}

interface KeyEntry {
  readonly source: CryptoKey | Jwk | ClientSecretKey;
  readonly kid: string | undefined;
  readonly algorithm: string | undefined;
}

function readEntry(key: DecryptionKey): KeyEntry {
  if (isClientSecret(key)) return { source: key, kid: undefined, algorithm: undefined };
  if (!isNamed(key)) return { source: key, kid: kidOf(key), algorithm: undefined };
  return { source: key.key, kid: key.kid ?? kidOf(key.key), algorithm: key.algorithm };
}

function fits({ source, algorithm }: KeyEntry, use: JweKeyUse): boolean {
  if (algorithm !== undefined && algorithm !== use.algorithm.name) return false;
  return isClientSecret(source) ? countKeyBits(use) !== undefined : findJweKeyMismatch(source, use) === undefined;
}

async function loadSource(source: KeyEntry["source"], use: JweKeyUse): Promise<CryptoKey | Uint8Array> {
  return isClientSecret(source)
    ? deriveClientSecretKey(source.clientSecret, countKeyBits(use) ?? 0)
    : importJweKey(source, use);
}

function kidOf(key: CryptoKey | Jwk): string | undefined {
  return isCryptoKey(key) ? undefined : key.kid;
}

function findProblem(key: DecryptionKey): string | undefined {
  if (isClientSecret(key)) {
    return typeof key.clientSecret === "string" && key.clientSecret !== "" ? undefined : "the client secret is empty";
  }
  if (!isNamed(key)) return isCryptoKey(key) ? findCryptoKeyProblem(key) : findJwkProblem(key);
  if (key.algorithm !== undefined && findJweAlgorithm(key.algorithm) === undefined) {
    return "its algorithm is not a key management algorithm of this library";
  }
  return isCryptoKey(key.key) ? findCryptoKeyProblem(key.key) : findJwkProblem(key.key);
}

function findCryptoKeyProblem(key: CryptoKey): string | undefined {
  return key.type === "public" ? "it is a public key" : findRsaKeyProblem(key, minimumRsaBits);
}

function findJwkProblem(jwk: Jwk): string | undefined {
  if (jwk.kty === "oct") {
    const octets = typeof jwk.k === "string" ? decodeBase64url(jwk.k) : undefined;
    return octets !== undefined && octets.length > 0 ? undefined : "its k is not base64url";
  }
  if (jwk.kty !== "RSA" && jwk.kty !== "EC" && jwk.kty !== "OKP") return "its kty is not RSA, EC, OKP or oct";
  if (typeof jwk.d !== "string") return "it is a public key";
  return findPairDefect(jwk);
}

function isObject(value: unknown): value is DecryptionKey {
  return typeof value === "object" && value !== null;
}

/** Whether a key is a client secret to derive keys from. */
export function isClientSecret(key: object): key is ClientSecretKey {
  return !isCryptoKey(key) && Object.hasOwn(key, "clientSecret");
}

function isNamed(key: CryptoKey | Jwk | NamedDecryptionKey): key is NamedDecryptionKey {
  return !isCryptoKey(key) && "key" in key && typeof key.key === "object" && key.key !== null;
}

function unusable(parameter: string, message: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: `${message}.`,
    specification: specification("rfc7517", "4"),
    parameter,
    remedy: "Give private keys: WebCrypto keys, JWKs, { key, kid, algorithm } or { clientSecret }.",
  });
}

const maxTries = 4;
