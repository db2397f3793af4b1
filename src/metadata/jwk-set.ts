import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { HttpAnswer } from "../http/types.ts";
import type { MetadataContext } from "./context.ts";
import { checkPublicKey } from "./key-check.ts";
import { type FetchedJwkSet, type FetchJwkSetOptions, fetchKeySet, type ReadJwkSet, readKeySet } from "./key-set.ts";

/**
 * Fetches the keys that a server publishes at its `jwks_uri` and reads them like {@link readJwkSet}.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_METADATA_MISSING` where the metadata has no `jwks_uri`,
 * TransportError where no answer arrives, ResponseError and ValidationError for a foreign or broken answer
 * @see RFC 8414 §2
 */
export async function fetchJwkSet(
  context: MetadataContext,
  metadata: AuthorizationServerMetadata,
  { signal }: FetchJwkSetOptions = {},
): Promise<FetchedJwkSet> {
  return fetchKeySet(context, metadata, { signal, checkKey: checkPublicKey });
}

/**
 * Reads a published JWK Set: status 200, JSON, an array `keys`. Each entry is then judged alone, and one that cannot be
 * used is left out and listed: not a key, of an unknown type, malformed, with a private or symmetric part (which must
 * never be published), or the repetition of an entry before it. So one bad key never takes the good ones down. Members that are
 * never used here and have an odd form do not make a key malformed: they are left out of it, see `checkJoseObject`.
 *
 * @throws ResponseError for another status, media type or text than JSON, ValidationError `ERR_VALIDATION_RESPONSE` where `keys` is not an array
 * @see RFC 7517 §5
 */
export function readJwkSet(answer: HttpAnswer): ReadJwkSet {
  return readKeySet(answer, checkPublicKey);
}
