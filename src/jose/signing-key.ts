import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findJwsAlgorithm, findJwsAlgorithmBy, type JwsAlgorithm } from "./algorithms.ts";
import { findPublicKeyDefect } from "./key-material.ts";

/** A key that signs: a WebCrypto private key, a private JWK, or the octets of a shared secret. */
export type SigningKey = CryptoKey | Jwk | Uint8Array;

/** A private key and the one algorithm to use it with. */
export interface PrivateKey {
  readonly key: CryptoKey | Jwk;
  readonly algorithm: JwsAlgorithm;
}

/**
 * Checks that a key signs, and with this algorithm: type, curve, digest, size, and what the key says about its own use.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY`
 * @see RFC 7517 §4
 * @see RFC 7518 §3.1
 */
export function checkSigningKey(key: SigningKey, algorithm: JwsAlgorithm): void {
  const problem = findProblem(key, algorithm);
  if (problem !== undefined) throw unfit(`The key cannot sign with ${algorithm.name}: ${problem}.`);
}

/**
 * Chooses the algorithm for a private key: the one asked for, else the one the key names, else the first that fits
 * (`RS256` for RSA, the curve's own for EC, `EdDSA` for Ed25519), and checks it like {@link checkSigningKey}.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY`
 * @see RFC 7518 §3.1
 */
export function choosePrivateKeyAlgorithm(key: CryptoKey | Jwk, asked?: string | undefined): PrivateKey {
  const name = asked ?? (isCryptoKey(key) ? undefined : key.alg);
  const algorithm = name === undefined ? findJwsAlgorithmBy((row) => fits(key, row)) : findJwsAlgorithm(name);
  if (algorithm === undefined || !algorithm.asymmetric) {
    throw unfit(
      name === undefined
        ? "No signature algorithm fits the key."
        : "The alg of the key is not an asymmetric signature algorithm of this library.",
    );
  }
  checkSigningKey(key, algorithm);
  return { key, algorithm };
}

/** Whether a key is a WebCrypto key, also one of another realm. */
export function isCryptoKey(key: object): key is CryptoKey {
  return Object.prototype.toString.call(key) === "[object CryptoKey]";
}

function fits(key: CryptoKey | Jwk, algorithm: JwsAlgorithm): boolean {
  return isCryptoKey(key)
    ? findCryptoKeyMismatch(key, algorithm) === undefined
    : key.kty === algorithm.kty && (algorithm.crv === undefined || key.crv === algorithm.crv);
}

function findProblem(key: SigningKey, algorithm: JwsAlgorithm): string | undefined {
  if (key instanceof Uint8Array) return findSecretProblem(key, algorithm);
  if (isCryptoKey(key)) return findCryptoKeyMismatch(key, algorithm) ?? findCryptoKeyProblem(key, algorithm);
  return findJwkProblem(key, algorithm);
}

function findSecretProblem(secret: Uint8Array, algorithm: JwsAlgorithm): string | undefined {
  if (algorithm.asymmetric) return "it is a shared secret, a private key is needed";
  const bits = secret.length * 8;
  return bits < algorithm.minimumKeyBits
    ? `the secret has ${bits} bits, at least ${algorithm.minimumKeyBits} are needed`
    : undefined;
}

function findCryptoKeyMismatch(key: CryptoKey, { webCrypto }: JwsAlgorithm): string | undefined {
  const actual: KeyAlgorithm & { readonly hash?: KeyAlgorithm; readonly namedCurve?: string } = key.algorithm;
  if (actual.name !== webCrypto.name) return `it is a key for ${actual.name}`;
  if (webCrypto.hash !== undefined && actual.hash?.name !== webCrypto.hash)
    return `its digest is not ${webCrypto.hash}`;
  if (webCrypto.namedCurve !== undefined && actual.namedCurve !== webCrypto.namedCurve) {
    return `its curve is not ${webCrypto.namedCurve}`;
  }
  return undefined;
}

function findCryptoKeyProblem(key: CryptoKey, algorithm: JwsAlgorithm): string | undefined {
  const { modulusLength, length }: KeyAlgorithm & { readonly modulusLength?: number; readonly length?: number } =
    key.algorithm;
  if (key.type !== (algorithm.asymmetric ? "private" : "secret")) return `it is a ${key.type} key`;
  if (!key.usages.includes("sign")) return "its usages lack sign";
  const bits = modulusLength ?? length;
  return bits !== undefined && bits < algorithm.minimumKeyBits
    ? `it has ${bits} bits, at least ${algorithm.minimumKeyBits} are needed`
    : undefined;
}

function findJwkProblem(jwk: Jwk, algorithm: JwsAlgorithm): string | undefined {
  if (!algorithm.asymmetric) return "give the secret as octets";
  if (jwk.kty !== algorithm.kty) return `its kty is not ${algorithm.kty}`;
  if (algorithm.crv !== undefined && jwk.crv !== algorithm.crv) return `its crv is not ${algorithm.crv}`;
  if (typeof jwk.d !== "string") return "it is a public key";
  if (jwk.alg !== undefined && !algorithm.keyAlgorithms.includes(jwk.alg)) return "its alg is another";
  if (jwk.use !== undefined && jwk.use !== "sig") return "its use is not sig";
  if (jwk.key_ops !== undefined && !jwk.key_ops.includes("sign")) return "its key_ops lack sign";
  return findPublicKeyDefect(jwk, algorithm)?.reason;
}

function unfit(message: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_KEY", { message, specification: specification("rfc7518", "3.1") });
}
