import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { hasSecretMembers } from "./key-material.ts";

/**
 * Where the keys of one issuer come from. An implementation may fetch, cache and refresh; it hands out the issuer's whole
 * set and leaves the choice among them to the verification.
 */
export interface KeySource {
  /**
   * Finds the issuer's keys. When the header names a `kid` that a cached set lacks, the set may be fetched again, once.
   * The header is unverified: it may trigger a refresh, never add a key. The signal ends this caller's wait only.
   */
  readonly find: (header: JwsHeader, signal?: AbortSignal) => Promise<readonly Jwk[]>;
  /**
   * Asks for a newer set, because no key of the last one verifies a signature: keys are also replaced without a `kid`, or
   * under the same one. Anybody can write a bad signature, so an implementation limits how often it really asks, and gives
   * the very array of before where it does not. A source whose keys never change leaves it out.
   */
  readonly refresh?: (signal?: AbortSignal) => Promise<readonly Jwk[]>;
  /** Fetches the set now, whatever is in memory: for callers that nobody can make ask at will. */
  readonly reload?: (signal?: AbortSignal) => Promise<unknown>;
}

/**
 * Creates a source that always hands out the same keys.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for a value without an array `keys`, or with a private or symmetric key in it
 * @see RFC 7517 §5
 */
export function createStaticKeySource(jwkSet: { readonly keys: readonly Jwk[] }): KeySource {
  if (!Array.isArray(jwkSet?.keys) || jwkSet.keys.some((key) => hasSecretMembers(Object(key)))) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "A JWK Set must be an object with an array keys, and its keys public ones.",
      specification: specification("rfc7517", "5.1"),
      parameter: "keys",
    });
  }
  const keys = Object.freeze([...jwkSet.keys]);
  return Object.freeze({ find: async () => keys });
}
