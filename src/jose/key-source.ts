import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";

/**
 * Where the keys of one issuer come from. An implementation may fetch, cache and refresh; it hands out the issuer's whole
 * set and leaves the choice among them to the verification.
 */
export interface KeySource {
  /**
   * Finds the issuer's keys. When the header names a `kid` that a cached set lacks, the set may be fetched again, once.
   * The header is unverified: it may trigger a refresh, never add a key.
   */
  readonly find: (header: JwsHeader) => Promise<readonly Jwk[]>;
}

/**
 * Creates a source that always hands out the same keys.
 *
 * @see RFC 7517 §5
 */
export function createStaticKeySource(jwkSet: { readonly keys: readonly Jwk[] }): KeySource {
  const keys = Object.freeze([...jwkSet.keys]);
  return Object.freeze({ find: async () => keys });
}
