import type { Jwk } from "../../generated/messages/jwk.ts";
import { decodeBase64url } from "../util/base64url.ts";
import type { JweAlgorithm, JweEncryption } from "./jwe-algorithms.ts";
import { findPrivateKeyDefect, hasSecretMembers } from "./key-material.ts";
import { recallKey } from "./key-memory.ts";
import { findOperationsProblem } from "./key-operations.ts";
import { loadKeyImport } from "./load-jose.ts";
import { findRsaKeyProblem, isCryptoKey } from "./signing-key.ts";

/** What a key is to be used for. */
export interface JweKeyUse {
  readonly purpose: "encrypt" | "decrypt";
  readonly algorithm: JweAlgorithm;
  readonly encryption: JweEncryption;
}

/**
 * Finds out why a key cannot be used: type, curve, digest, size, and what the key says about its own use.
 *
 * @returns the reason, or undefined for a key that fits
 * @see RFC 7517 §4
 * @see RFC 7518 §4.1
 */
export function findJweKeyMismatch(key: CryptoKey | Jwk, use: JweKeyUse): string | undefined {
  return isCryptoKey(key) ? findCryptoKeyMismatch(key, use) : findJwkMismatch(key, use);
}

/**
 * The bits that a symmetric key must have; `undefined` for a password or a key pair.
 *
 * @see RFC 7518 §4.1
 */
export function countKeyBits({ algorithm, encryption }: JweKeyUse): number | undefined {
  if (algorithm.asymmetric || algorithm.password) return undefined;
  return algorithm.keyBits ?? encryption.keyBits;
}

/**
 * Makes of a key that fits what jose takes. Key pairs are imported once and not extractable; only their numbers go in,
 * because their other members have been judged before.
 *
 * @throws what the runtime throws for numbers that are no key
 */
export async function importJweKey(key: CryptoKey | Jwk, use: JweKeyUse): Promise<CryptoKey | Uint8Array> {
  if (isCryptoKey(key)) return key;
  if (key.kty === "oct") return octetsOf(key) ?? new Uint8Array();
  const { imports } = recallKey(key);
  const purpose = `${use.purpose} ${use.algorithm.name}`;
  const imported = imports.get(purpose) ?? importPair(key, use);
  imports.set(purpose, imported);
  return imported;
}

async function importPair(key: Jwk, { algorithm }: JweKeyUse): Promise<CryptoKey> {
  const { importJWK } = await loadKeyImport();
  const material: Record<string, string> = {};
  for (const name of materialMembers) {
    const value = key[name];
    if (typeof value === "string") material[name] = value;
  }
  const imported = await importJWK(material, algorithm.name, { extractable: false });
  if (imported instanceof Uint8Array) throw new TypeError("A symmetric key cannot be imported here.");
  return imported;
}

function findJwkMismatch(jwk: Jwk, use: JweKeyUse): string | undefined {
  const { algorithm, encryption, purpose } = use;
  if (!algorithm.kty.some((kty) => kty === jwk.kty)) return `its kty is not ${algorithm.kty.join(" or ")}`;
  if (algorithm.asymmetric && jwk.kty !== "RSA" && findCoordinateOctets(jwk) === undefined) {
    return "its crv is not P-256, P-384, P-521 or X25519";
  }
  if (jwk.alg !== undefined && jwk.alg !== algorithm.name && !isContentKey(jwk, use)) {
    return `its alg is not ${algorithm.name}`;
  }
  if (jwk.use !== undefined && jwk.use !== "enc") return "its use is not enc";
  const operations = purpose === "encrypt" ? algorithm.encryptOperations : algorithm.decryptOperations;
  const problem = findOperationsProblem(jwk, operations);
  if (problem !== undefined) return problem;
  if (algorithm.asymmetric) return findPairProblem(jwk, use);
  const octets = octetsOf(jwk);
  if (octets === undefined || octets.length === 0) return "its k is not base64url";
  return findSizeProblem(octets.length * 8, use, encryption);
}

/** A key for direct encryption may name the content encryption, as RFC 7520 does. */
function isContentKey(jwk: Jwk, { algorithm, encryption }: JweKeyUse): boolean {
  return algorithm.name === "dir" && jwk.alg === encryption.name;
}

function findPairProblem(jwk: Jwk, { purpose }: JweKeyUse): string | undefined {
  if (purpose === "encrypt" && hasSecretMembers(jwk)) return "it has a private part";
  return findPairDefect(jwk);
}

/** Octets of a number on the key's curve; `undefined` for a curve that no key agreement of this library uses. */
function findCoordinateOctets({ kty, crv }: Jwk): number | undefined {
  return curves[`${kty} ${String(crv)}`];
}

/**
 * Judges the numbers of a key pair for encryption, or of its public half; see {@link findPrivateKeyDefect}. A key of another curve, which is
 * never chosen, is not judged.
 *
 * @returns the reason why it must not be used, or undefined
 * @see RFC 7518 §6.2
 * @see RFC 8037 §2
 */
export function findPairDefect(jwk: Jwk): string | undefined {
  if (jwk.kty === "RSA") return findPrivateKeyDefect(jwk, { kty: "RSA", minimumKeyBits: minimumRsaBits })?.reason;
  const coordinateOctets = findCoordinateOctets(jwk);
  if (coordinateOctets === undefined) return undefined;
  const kty = jwk.kty === "EC" ? "EC" : "OKP";
  return findPrivateKeyDefect(jwk, { kty, minimumKeyBits: 0, coordinateOctets })?.reason;
}

function findSizeProblem(bits: number | undefined, use: JweKeyUse, encryption: JweEncryption): string | undefined {
  const wanted = countKeyBits(use);
  if (wanted === undefined || bits === wanted) return undefined;
  const reason = use.algorithm.keyBits === undefined ? ` for ${encryption.name}` : "";
  return `it has ${String(bits)} bits, ${wanted} are needed${reason}`;
}

function findCryptoKeyMismatch(key: CryptoKey, use: JweKeyUse): string | undefined {
  const { algorithm, encryption, purpose } = use;
  const actual: WebCryptoAlgorithm = key.algorithm;
  if (!algorithm.webCrypto.includes(actual.name)) return `it is a key for ${actual.name}`;
  if (algorithm.hash !== undefined && actual.hash?.name !== algorithm.hash)
    return `its digest is not ${algorithm.hash}`;
  const type = algorithm.asymmetric ? (purpose === "encrypt" ? "public" : "private") : "secret";
  if (key.type !== type) return `it is a ${key.type} key`;
  const usage = purpose === "encrypt" ? algorithm.encryptUsage : algorithm.decryptUsage;
  if (usage !== undefined && !key.usages.includes(usage)) return `its usages lack ${usage}`;
  const weakness = findRsaKeyProblem(key, minimumRsaBits);
  if (weakness !== undefined) return weakness;
  if (algorithm.name === "dir" && !encryption.name.endsWith("GCM")) return `it cannot be used with ${encryption.name}`;
  return findSizeProblem(actual.length, use, encryption);
}

type WebCryptoAlgorithm = KeyAlgorithm & {
  readonly hash?: KeyAlgorithm;
  readonly length?: number;
};

function octetsOf({ k }: Jwk): Uint8Array | undefined {
  return typeof k === "string" ? decodeBase64url(k) : undefined;
}

const materialMembers: readonly string[] = ["kty", "crv", "n", "e", "x", "y", "d", "p", "q", "dp", "dq", "qi"];

/** Octets of a number on each curve, by key type and curve. */
const curves: Readonly<Record<string, number>> = { "EC P-256": 32, "EC P-384": 48, "EC P-521": 66, "OKP X25519": 32 };

/** Smallest modulus of an RSA key that encrypts or decrypts. */
export const minimumRsaBits = 2048;
