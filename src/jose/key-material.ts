import type { Jwk } from "../../generated/messages/jwk.ts";
import { decodeBase64url } from "../util/base64url.ts";
import type { JwsAlgorithm } from "./algorithms.ts";

/** Why a key must not be used, and whether the reason is its strength. */
export interface KeyDefect {
  readonly reason: string;
  readonly weak: boolean;
}

/** What the numbers of a key are measured by. */
export type KeyMeasure = Pick<JwsAlgorithm, "kty" | "minimumKeyBits" | "coordinateOctets">;

/**
 * Judges the public numbers of a key for an algorithm of the same key type: encoded strictly, of the curve's length, and
 * for RSA a modulus and an exponent that make the signature worth something. Whether a point lies on its curve is the
 * runtime's to say, at the import; a point of small order, for which many runtimes verify signatures that anybody can
 * write, is refused here.
 *
 * @see RFC 7518 §6.2.1
 * @see RFC 7518 §6.3.1
 * @see RFC 7518 §3.3
 */
export function findPublicKeyDefect(jwk: Jwk, measure: KeyMeasure): KeyDefect | undefined {
  if (measure.kty === "RSA") return findRsaDefect(jwk, measure.minimumKeyBits);
  for (const name of publicMembers[measure.kty]) {
    if (name === "crv") continue;
    if (octetsOf(jwk, name)?.length !== measure.coordinateOctets) {
      return broken(`its ${name} is not base64url of ${measure.coordinateOctets} octets`);
    }
  }
  return measure.kty === "OKP" && smallOrder.test(String(jwk.x)) ? weak("its x is of small order") : undefined;
}

/**
 * Judges all numbers of a private key: the public ones as {@link findPublicKeyDefect} does, and the encoding of the secret ones,
 * which runtimes decode leniently.
 *
 * @see RFC 7518 §6.2.2
 * @see RFC 7518 §6.3.2
 */
export function findPrivateKeyDefect(jwk: Jwk, measure: KeyMeasure): KeyDefect | undefined {
  const defect = findPublicKeyDefect(jwk, measure);
  if (defect !== undefined) return defect;
  if (jwk.oth !== undefined) return broken("it has more than two primes");
  for (const name of secretMembers) {
    const octets = octetsOf(jwk, name);
    if (jwk[name] === undefined) continue;
    if (octets === undefined || octets.length === 0) return broken(`its ${name} is not base64url`);
    if (measure.coordinateOctets !== undefined && octets.length !== measure.coordinateOctets) {
      return broken(`its ${name} is not base64url of ${measure.coordinateOctets} octets`);
    }
  }
  return undefined;
}

/**
 * Whether the public exponent of an RSA key is odd and between 2^16 and 2^256. With one the "signature" is the padded digest, which anybody
 * can write; small ones have made many a careless padding check forgeable; very large ones cost their verifier as much as a signature.
 *
 * @see RFC 7518 §6.3.1.2
 */
export function isUsableExponent(exponent: Uint8Array): boolean {
  const bits = countBits(exponent);
  return (exponent.at(-1) ?? 0) % 2 === 1 && bits > 16 && bits <= 256;
}

/**
 * Whether a key holds a secret: a private number or a symmetric key.
 *
 * @see RFC 7518 §6
 * @see RFC 8037 §2
 */
export function hasSecretMembers(jwk: Readonly<Record<string, unknown>>): boolean {
  return secretMembers.some((name) => jwk[name] !== undefined);
}

/** Whether two keys are the same key, whatever their other members say. */
export function isSameKey(one: Jwk, other: Jwk): boolean {
  return one.kty === other.kty && materialMembers.every((name) => one[name] === other[name]);
}

/** Picks the members that are the key itself, and leaves out those that only describe it. */
export function pickMaterial(jwk: Jwk, algorithm: JwsAlgorithm, usage: "sign" | "verify"): Record<string, string> {
  const names = usage === "sign" ? [...publicMembers[algorithm.kty], ...secretMembers] : publicMembers[algorithm.kty];
  const material: Record<string, string> = { kty: algorithm.kty };
  for (const name of names) {
    const value = jwk[name];
    if (typeof value === "string") material[name] = value;
  }
  return material;
}

function findRsaDefect(jwk: Jwk, minimumBits: number): KeyDefect | undefined {
  const modulus = octetsOf(jwk, "n");
  const exponent = octetsOf(jwk, "e");
  if (modulus === undefined || exponent === undefined) return broken("its n or e is not base64url");
  const bits = countBits(modulus);
  if (bits < minimumBits) return weak(`its modulus has ${bits} bits, at least ${minimumBits} are needed`);
  return isUsableExponent(exponent) && !canBeFactored(modulus) ? undefined : weak("its n or e is weak");
}

/**
 * Whether a modulus has a factor that everybody finds, or the fingerprint of the keys that chips of one maker made until 2017
 * (ROCA, CVE-2017-15361): their moduli are powers of 65537 modulo each of these primes, which is true of one in 240 million others.
 */
function canBeFactored(modulus: Uint8Array): boolean {
  let isMarked = true;
  for (const prime of fingerprintPrimes) {
    const rest = modulus.reduce((remainder, octet) => (remainder * 256 + octet) % prime, 0);
    if (rest === 0) return true;
    let power = 1;
    do power = (power * 65537) % prime;
    while (power !== rest && power !== 1);
    isMarked &&= power === rest;
  }
  return isMarked;
}

function octetsOf(jwk: Jwk, name: string): Uint8Array | undefined {
  const value = jwk[name];
  return typeof value === "string" ? decodeBase64url(value) : undefined;
}

function countBits(octets: Uint8Array): number {
  const first = octets.findIndex((octet) => octet !== 0);
  const leading = octets[first];
  return leading === undefined ? 0 : (octets.length - first) * 8 - (Math.clz32(leading) - 24);
}

function broken(reason: string): KeyDefect {
  return { reason, weak: false };
}

function weak(reason: string): KeyDefect {
  return { reason, weak: true };
}

const publicMembers: Readonly<Record<JwsAlgorithm["kty"], readonly string[]>> = {
  RSA: ["n", "e"],
  EC: ["crv", "x", "y"],
  OKP: ["crv", "x"],
  oct: [],
};

const secretMembers: readonly string[] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/** The four smallest primes, and those modulo which the powers of 65537 are not all numbers. */
const fingerprintPrimes: readonly number[] = [
  2, 3, 5, 7, 11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157,
];

/**
 * Beginnings of the points whose order divides 8, both signs and all encodings: 0 and 1, the field's prime and its neighbours, and the two of
 * order 8. No other key has such a beginning but by a chance of 2^-45.
 */
const smallOrder = /^(?:A[AQ]A{6}|7[Pfv]_{6}|JuiVj8Ky|xxdqcD1N)/;

const materialMembers: readonly string[] = ["crv", "n", "e", "x", "y", "d"];
