import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { MetadataContext } from "./context.ts";
import { createKeySetSource, type JwkSetSource, type JwkSetSourceOptions } from "./key-set-source.ts";
import { pickVerificationKey } from "./verification-key.ts";

/**
 * Creates the source of an issuer's keys for logins, which works like `createJwkSetSource`, with the same rules for keeping and
 * renewing the set. Of a key it takes only what verifying a signature needs, and judges its numbers when a token names it; so
 * events tell less about keys that are never used.
 *
 * @param metadata - with the `jwks_uri` of the keys
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an unusable option
 * @see OpenID Connect Core §10.1.1
 */
export function createLoginKeys(
  context: MetadataContext,
  metadata: AuthorizationServerMetadata,
  options: JwkSetSourceOptions = {},
): JwkSetSource {
  const getMetadata = async () => metadata;
  return createKeySetSource(context, { issuer: metadata.issuer, getMetadata, checkKey: pickVerificationKey }, options);
}
