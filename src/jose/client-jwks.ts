import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwkSet } from "../../generated/messages/jwk-set.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { deepFreeze } from "../util/deep-freeze.ts";
import { toPublicJwk } from "./public-jwk.ts";

/**
 * Makes the JWK Set that a client publishes, as its member `jwks` or behind its `jwks_uri`: the public part of each key, in the order given.
 * While keys are replaced it holds the new key and the old one, so that servers with a cached set find either.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for a symmetric key, for no key at all, and for several keys of which two have
 * the same `kid` or one has none: a server could not tell them apart
 * @see RFC 7517 §5
 * @see RFC 7591 §2
 */
export function createClientJwks(keys: readonly Jwk[]): JwkSet {
  const names = keys.map(({ kid }) => kid);
  if (keys.length === 0) throw unusable("A client's JWK Set needs one key at least.");
  if (keys.length > 1 && (names.includes(undefined) || new Set(names).size < names.length)) {
    throw unusable("Each of a client's keys needs a kid of its own.");
  }
  return deepFreeze({ keys: keys.map((key) => structuredClone(toPublicJwk(key))) });
}

function unusable(message: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message,
    parameter: "kid",
    specification: specification("rfc7517", "4.5"),
  });
}
