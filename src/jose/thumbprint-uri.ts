import type { Jwk } from "../../generated/messages/jwk.ts";
import { oauthUriPrefixes } from "../constants/oauth-uris.ts";
import type { DigestName } from "./algorithms.ts";
import { jwkThumbprint } from "./hash.ts";

/**
 * Calculates the URI that names a key by its thumbprint: `urn:ietf:params:oauth:jwk-thumbprint:sha-256:` and {@link jwkThumbprint}.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for an object that is not a key
 * @see RFC 9278 §3
 */
export async function jwkThumbprintUri(jwk: Jwk, name: DigestName = "SHA-256"): Promise<string> {
  return `${oauthUriPrefixes.jwkThumbprint}${name.toLowerCase()}:${await jwkThumbprint(jwk, name)}`;
}
