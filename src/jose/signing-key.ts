import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { filterJwsAlgorithms, findJwsAlgorithm, type JwsAlgorithm } from "./algorithms.ts";
import { findPrivateKeyDefect, isUsableExponent } from "./key-material.ts";
import { findOperationsProblem } from "./key-operations.ts";

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

/** What narrows the choice of an algorithm. */
export interface AlgorithmChoice {
  /** The algorithm that the caller wants. */
  readonly asked?: string | undefined;
  /** The algorithms that the server announces; `undefined` where it does not say. */
  readonly supported?: readonly string[] | undefined;
}

/**
 * Chooses the algorithm for a private key: the one asked for, else the one the key names, else the first that fits
 * (`RS256` for RSA, the curve's own for EC, `EdDSA` for Ed25519), and checks it like {@link checkSigningKey}. Where the server
 * announces algorithms, it is one of them; for an RSA key that leaves the choice, RSA-PSS comes before PKCS #1 v1.5.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY`; when nothing fits the server's list, it names both sides
 * @see RFC 7518 §3.1
 * @see RFC 8414 §2
 */
export function choosePrivateKeyAlgorithm(
  key: CryptoKey | Jwk,
  { asked, supported }: AlgorithmChoice = {},
): PrivateKey {
  const possible = listPossible(key, asked);
  const algorithm = supported === undefined ? possible[0] : chooseSupported(possible, supported);
  checkSigningKey(key, algorithm);
  return { key, algorithm };
}

/**
 * Chooses the first of the algorithms possible that the server announces, a shorter digest first and RSA-PSS before PKCS #1 v1.5.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` naming both lists
 * @see RFC 8414 §2
 */
export function chooseSupported(possible: readonly JwsAlgorithm[], supported: readonly string[]): JwsAlgorithm {
  const common = possible.filter(({ name }) => supported.includes(name));
  const [chosen] = common.sort((one, other) => preference.indexOf(one.name) - preference.indexOf(other.name));
  if (chosen !== undefined) return chosen;
  const names = possible.map(({ name }) => name).join(", ");
  throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: `The key can sign with ${names}; the server accepts ${printable(supported.join(", "))}.`,
    specification: specification("rfc8414", "2"),
    parameter: "alg",
    remedy: "Give a key, or an alg, that the server accepts.",
  });
}

/**
 * Lists the HMAC algorithms that a shared secret is long enough for, shortest digest first.
 *
 * @see RFC 7518 §3.2
 */
export function listSecretAlgorithms(secret: Uint8Array): readonly JwsAlgorithm[] {
  return filterJwsAlgorithms((row) => findSecretProblem(secret, row) === undefined);
}

/** Whether a key is a WebCrypto key, also one of another realm. */
export function isCryptoKey(key: object): key is CryptoKey {
  return Object.prototype.toString.call(key) === "[object CryptoKey]";
}

type AtLeastOne<T> = readonly [T, ...(readonly T[])];

/** The algorithms that the caller and the key leave open, most common first. */
function listPossible(key: CryptoKey | Jwk, asked: string | undefined): AtLeastOne<JwsAlgorithm> {
  const own = isCryptoKey(key) ? undefined : key.alg;
  const named = asked ?? own;
  const [first, ...others] =
    named === undefined ? filterJwsAlgorithms((row) => row.asymmetric && fits(key, row)) : listNamed(named, asked);
  if (first !== undefined) return [first, ...others];
  throw unfit(
    named === undefined
      ? "No signature algorithm fits the key."
      : "The alg of the key is not an asymmetric signature algorithm of this library.",
  );
}

/** What the caller asks for is meant to the letter; what a key names allows its other name too (`EdDSA` and `Ed25519`). */
function listNamed(name: string, asked: string | undefined): readonly JwsAlgorithm[] {
  const named = findJwsAlgorithm(name);
  if (named === undefined || !named.asymmetric) return [];
  if (asked !== undefined) return [named];
  return [named, ...filterJwsAlgorithms((row) => row !== named && row.keyAlgorithms.includes(name))];
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
  const { length }: KeyAlgorithm & { readonly length?: number } = key.algorithm;
  if (key.type !== (algorithm.asymmetric ? "private" : "secret")) return `it is a ${key.type} key`;
  if (!key.usages.includes("sign")) return "its usages lack sign";
  if (length !== undefined && length < algorithm.minimumKeyBits) {
    return `it has ${length} bits, at least ${algorithm.minimumKeyBits} are needed`;
  }
  return findRsaKeyProblem(key, algorithm.minimumKeyBits);
}

/**
 * Finds out why an RSA key of WebCrypto is weak, as far as it shows; a key of another type never is.
 *
 * @see RFC 7518 §3.3
 */
export function findRsaKeyProblem(key: CryptoKey, minimumKeyBits: number): string | undefined {
  const { modulusLength, publicExponent }: RsaFacts = key.algorithm;
  if (modulusLength !== undefined && modulusLength < minimumKeyBits) {
    return `it has ${modulusLength} bits, at least ${minimumKeyBits} are needed`;
  }
  return publicExponent === undefined || isUsableExponent(publicExponent) ? undefined : "its e is even, small or huge";
}

type RsaFacts = KeyAlgorithm & { readonly modulusLength?: number; readonly publicExponent?: Uint8Array };

function findJwkProblem(jwk: Jwk, algorithm: JwsAlgorithm): string | undefined {
  if (!algorithm.asymmetric) return "give the secret as octets";
  if (jwk.kty !== algorithm.kty) return `its kty is not ${algorithm.kty}`;
  if (algorithm.crv !== undefined && jwk.crv !== algorithm.crv) return `its crv is not ${algorithm.crv}`;
  if (typeof jwk.d !== "string") return "it is a public key";
  if (jwk.alg !== undefined && !algorithm.keyAlgorithms.includes(jwk.alg)) return "its alg is another";
  if (jwk.use !== undefined && jwk.use !== "sig") return "its use is not sig";
  return findOperationsProblem(jwk, ["sign"]) ?? findPrivateKeyDefect(jwk, algorithm)?.reason;
}

function unfit(message: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_KEY", { message, specification: specification("rfc7518", "3.1") });
}

/** For a key that fits several algorithms, which is an RSA key only; the others have no place in it. */
const preference: readonly string[] = ["PS256", "RS256", "PS384", "RS384", "PS512", "RS512"];
