import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwkSet } from "../../generated/messages/jwk-set.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isAsymmetricAlgorithm } from "../jose/asymmetric-algorithm.ts";
import { toPublicJwk } from "../jose/public-jwk.ts";
import { generateProviderKey } from "../provider/keys/generate-key.ts";
import { deepFreeze } from "../util/deep-freeze.ts";

/** A new key pair of a test. */
export interface TestKeys {
  readonly alg: string;
  readonly kid: string;
  /** With `alg`, `use` and `kid`. */
  readonly privateJwk: Jwk;
  readonly publicJwk: Jwk;
  /** What a `jwks_uri` would answer. */
  readonly jwks: JwkSet;
}

/**
 * Makes a key pair to sign with; RSA keys have 2048 bits, because they are made quicker.
 *
 * @param alg - Default `ES256`, which is made in a millisecond
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for what is no asymmetric signature algorithm
 */
export async function createTestKeys(alg = "ES256"): Promise<TestKeys> {
  if (!isAsymmetricAlgorithm(alg))
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "alg must be an asymmetric signature algorithm, such as RS256, ES256 or EdDSA.",
      parameter: "alg",
      specification: specification("rfc7518", "3.1"),
    });
  const privateJwk = await generateProviderKey(alg, 2048);
  const publicJwk = toPublicJwk(privateJwk);
  return deepFreeze({ alg, kid: String(privateJwk.kid), privateJwk, publicJwk, jwks: { keys: [publicJwk] } });
}
