import type { Jwk } from "../../../generated/messages/jwk.ts";
import { findJwsAlgorithm } from "../../jose/algorithms.ts";
import { describeKey, findKeyUse, generateClientKey } from "../../jose/generate-client-key.ts";
import { findJweAlgorithm } from "../../jose/jwe-algorithms.ts";

/**
 * Makes a private key to sign or to decrypt with; an RSA key takes the platform a while, not this thread.
 * @see RFC 7638 §3
 */
export async function generateProviderKey(algorithm: string, rsaBits: number): Promise<Jwk> {
  if (findKeyUse(algorithm) === "enc") return generateClientKey(algorithm);
  const { webCrypto } = findJwsAlgorithm(algorithm) ?? { webCrypto: { name: algorithm } };
  const rsa = { modulusLength: rsaBits, publicExponent: Uint8Array.of(1, 0, 1), hash: "SHA-256" };
  // What an algorithm has no need of is not looked at.
  const pair = await crypto.subtle.generateKey({ ...rsa, ...webCrypto }, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new TypeError("The runtime made no key pair.");
  // A runtime may call the algorithm by its other name.
  return describeKey({ ...(await crypto.subtle.exportKey("jwk", pair.privateKey)), alg: algorithm }, algorithm);
}

/** Whether keys of an algorithm take long to make. */
export function isSlowToMake(algorithm: string): boolean {
  return findJwsAlgorithm(algorithm)?.kty === "RSA" || findJweAlgorithm(algorithm)?.kty.includes("RSA") === true;
}
