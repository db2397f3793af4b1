import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { encodeBase64url } from "../util/base64url.ts";
import type { DigestName, JwsAlgorithm } from "./algorithms.ts";
import { loadThumbprint } from "./load-jose.ts";

/**
 * Calculates the value of `at_hash`, `c_hash` or `s_hash`: the left half of the digest that belongs to the ID token's
 * algorithm, as base64url. For Ed25519, of which the specification says nothing, implementations agree on SHA-512.
 *
 * @see OpenID Connect Core §3.1.3.6
 * @see OpenID Connect Core §3.3.2.11
 */
export async function leftHalfHash(algorithm: JwsAlgorithm, text: string): Promise<string> {
  const octets = await digest(algorithm.hash, text);
  return encodeBase64url(octets.subarray(0, octets.length / 2));
}

/** Calculates the SHA-256 digest of a text's UTF-8 octets as base64url: a PKCE challenge, a DPoP `ath`. */
export async function sha256Base64url(text: string): Promise<string> {
  return encodeBase64url(await digest("SHA-256", text));
}

/** Calculates the digest of a text's UTF-8 octets, or of octets, as base64url. */
export async function digestBase64url(name: DigestName, data: string | Uint8Array<ArrayBuffer>): Promise<string> {
  return encodeBase64url(await digest(name, data));
}

/**
 * Calculates the thumbprint of a key, the same for its public and its private form.
 *
 * @param name - the digest; SHA-256, which all other specifications use, when left out
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for an object that is not a key
 * @see RFC 7638 §3
 */
export async function jwkThumbprint(jwk: Jwk, name: DigestName = "SHA-256"): Promise<string> {
  const { calculateJwkThumbprint } = await loadThumbprint();
  try {
    return await calculateJwkThumbprint(pickText(jwk), thumbprintDigests[name]);
  } catch (cause) {
    throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
      message: "A thumbprint needs a key with kty and the members that kty requires.",
      specification: specification("rfc7638", "3.2"),
      cause,
    });
  }
}

/** The members that a thumbprint can cover are texts; the others are not jose's business. */
function pickText(jwk: Jwk): Record<string, string> {
  const text: Record<string, string> = {};
  for (const name of thumbprintMembers) {
    const value = jwk[name];
    if (typeof value === "string") text[name] = value;
  }
  return text;
}

async function digest(name: DigestName, data: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const octets = typeof data === "string" ? new TextEncoder().encode(data) : data;
  return new Uint8Array(await crypto.subtle.digest(name, octets));
}

/** The digests as jose names them. */
const thumbprintDigests = { "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" } as const;

const thumbprintMembers: readonly string[] = ["alg", "crv", "e", "k", "kty", "n", "pub", "x", "y"];
