import type { Jwk } from "../../generated/messages/jwk.ts";
import { decodeBase64url } from "../util/base64url.ts";
import type { JwsAlgorithm } from "./algorithms.ts";

/** Why a key must not be used, and whether the reason is its strength. */
export interface KeyDefect {
  readonly reason: string;
  readonly weak: boolean;
}

/**
 * Judges the public numbers of a key for an algorithm of the same key type: encoded strictly, of the curve's length, and
 * for RSA a modulus and an exponent that make the signature worth something.
 *
 * @see RFC 7518 §6.2.1
 * @see RFC 7518 §6.3.1
 * @see RFC 7518 §3.3
 */
export function findPublicKeyDefect(
  jwk: Jwk,
  algorithm: Pick<JwsAlgorithm, "kty" | "minimumKeyBits" | "coordinateOctets">,
): KeyDefect | undefined {
  if (algorithm.kty === "RSA") return findRsaDefect(jwk, algorithm.minimumKeyBits);
  for (const name of publicMembers[algorithm.kty]) {
    if (name === "crv") continue;
    if (octetsOf(jwk, name)?.length !== algorithm.coordinateOctets) {
      return broken(`its ${name} is not base64url of ${algorithm.coordinateOctets} octets`);
    }
  }
  return undefined;
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
  // An exponent of one leaves the "signature" equal to the padded digest, which anybody can write; an even one fits no key.
  const isOdd = ((exponent.at(-1) ?? 0) & 1) === 1;
  if (!isOdd || countBits(exponent) < 2) return weak("its public exponent is even or less than 3");
  return undefined;
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

const materialMembers: readonly string[] = ["crv", "n", "e", "x", "y", "d"];
