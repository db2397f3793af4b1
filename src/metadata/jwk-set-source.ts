import type { MetadataContext } from "./context.ts";
import { checkPublicKey } from "./key-check.ts";
import { createKeySetSource, type JwkSetSource, type JwkSetSourceOptions } from "./key-set-source.ts";
import type { MetadataSource } from "./metadata-source.ts";

/**
 * Creates the source of the keys that an issuer publishes at the `jwks_uri` of its metadata.
 *
 * `find` gives the whole set. When no key of it has the header's `kid`, or none is of the type its `alg` needs, the issuer
 * may have new keys: the set is then fetched again, once for all callers and not within the cool-down, so tokens with
 * invented `kid`s cannot turn into a storm of requests. When that fails the old set is given, which still verifies every
 * token whose key is in it. An `alg` that this library cannot verify never causes a request. `refresh`, for signatures
 * that no key verifies, shares that cool-down.
 *
 * Both throw what `discoverMetadata` and `fetchJwkSet` throw, where no set is in memory that may be used.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an unusable option
 * @see OpenID Connect Core §10.1.1
 */
export function createJwkSetSource(
  context: MetadataContext,
  metadataSource: MetadataSource,
  options: JwkSetSourceOptions = {},
): JwkSetSource {
  const { issuer } = metadataSource;
  const getMetadata = async () => (await metadataSource.get()).metadata;
  return createKeySetSource(context, { issuer, getMetadata, checkKey: checkPublicKey }, options);
}
