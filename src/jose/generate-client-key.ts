import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findJwsAlgorithm } from "./algorithms.ts";
import { jwkThumbprint } from "./hash.ts";
import { findJweAlgorithm } from "./jwe-algorithms.ts";

/**
 * Finds out what keys of an asymmetric algorithm are for.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for a symmetric algorithm, and for one that this library does not implement
 * @see RFC 7517 §4.2
 */
export function findKeyUse(algorithm: string): "sig" | "enc" {
  if (findJwsAlgorithm(algorithm)?.asymmetric === true) return "sig";
  if (findJweAlgorithm(algorithm)?.asymmetric === true) return "enc";
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "algorithm must be an asymmetric algorithm of this library, such as ES256, PS256 or RSA-OAEP-256.",
    specification: specification("rfc7518", "3.1"),
    parameter: "algorithm",
  });
}

/**
 * Makes a key pair for an algorithm: RSA of 3072 bits, the curve of the algorithm, P-256 for a key agreement.
 *
 * @returns the private key with `alg` and `use`, and its thumbprint as `kid`
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` as {@link findKeyUse}
 * @see RFC 7638 §3
 */
export async function generateClientKey(algorithm: string): Promise<Jwk> {
  const use = findKeyUse(algorithm);
  const { parameters, usages } = use === "sig" ? signing(algorithm) : encryption(algorithm);
  const pair = await crypto.subtle.generateKey(parameters, true, usages);
  if (!("privateKey" in pair)) throw new TypeError("The runtime made no key pair.");
  // A runtime may call the algorithm by its other name.
  return describeKey({ ...(await crypto.subtle.exportKey("jwk", pair.privateKey)), alg: algorithm }, algorithm);
}

/**
 * Gives a key what a published one should say of itself: `alg`, `use`, and the thumbprint as `kid` where it has no name. Operations are
 * left out, because `use` says the same.
 *
 * @see RFC 7517 §4
 */
export async function describeKey(key: Readonly<Record<string, unknown>>, algorithm: string): Promise<Jwk> {
  const { key_ops: _operations, ext: _extractable, kty, kid, alg, ...members } = key;
  const named = typeof alg === "string" ? alg : algorithm;
  const jwk: Jwk = { ...members, kty: String(kty), alg: named, use: findKeyUse(named) };
  return { ...jwk, kid: typeof kid === "string" && kid !== "" ? kid : await jwkThumbprint(jwk) };
}

interface Generation {
  readonly parameters: RsaHashedKeyGenParams | EcKeyGenParams;
  readonly usages: KeyUsage[];
}

function signing(name: string): Generation {
  const { webCrypto } = findJwsAlgorithm(name) ?? { webCrypto: { name } };
  // What an algorithm has no need of is not looked at.
  return { parameters: { ...rsa(), ...webCrypto }, usages: ["sign", "verify"] };
}

function encryption(name: string): Generation {
  const hash = findJweAlgorithm(name)?.hash;
  return hash === undefined
    ? { parameters: { name: "ECDH", namedCurve: "P-256" }, usages: ["deriveBits"] }
    : { parameters: { ...rsa(), name: "RSA-OAEP", hash }, usages: ["encrypt", "decrypt"] };
}

function rsa(): Omit<RsaHashedKeyGenParams, "name"> {
  return { modulusLength: 3072, publicExponent: Uint8Array.of(1, 0, 1), hash: "SHA-256" };
}
