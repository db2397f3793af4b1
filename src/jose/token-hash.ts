import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findJwsAlgorithm } from "./algorithms.ts";
import { leftHalfHash } from "./hash.ts";

/**
 * Calculates what `at_hash`, `c_hash` or `s_hash` of an ID token must be, by the `alg` of its header: {@link leftHalfHash} for a name.
 * `EdDSA` stands for Ed25519, the only curve of it that is verified here, and so for SHA-512.
 *
 * @param alg - the `alg` of the ID token
 * @param text - the access token, the code or the state
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` for an algorithm that this package does not verify
 * @see OpenID Connect Core §3.1.3.6
 * @see OpenID Connect Core §3.3.2.11
 */
export async function calculateTokenHash(alg: string, text: string): Promise<string> {
  const algorithm = findJwsAlgorithm(alg);
  if (algorithm !== undefined) return leftHalfHash(algorithm, text);
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "No hash is known for this alg.",
    specification: specification("oidc-core", "3.1.3.6"),
    parameter: "alg",
  });
}
