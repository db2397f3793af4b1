import { encodeBase64url } from "./base64url.ts";

/** Gives `length` unpredictable bytes. A replacement is for tests only: every nonce, state and verifier rests on it. */
export type RandomSource = (length: number) => Uint8Array;

/** The platform's cryptographic generator. */
export const systemRandom: RandomSource = (length) => crypto.getRandomValues(new Uint8Array(length));

/**
 * An unguessable value as base64url text: `byteLength * 8` bits of entropy in `ceil(byteLength * 4 / 3)` characters.
 * 32 bytes give 256 bits in 43 characters, which is what PKCE recommends and far more than the 128 bits that
 * RFC 6749 §10.10 demands of values an attacker must not guess.
 * @param byteLength - number of random bytes
 * @param source - where they come from
 * @see RFC 7636 §4.1
 */
export function randomBase64url(byteLength: number, source: RandomSource = systemRandom): string {
  return encodeBase64url(source(byteLength));
}
