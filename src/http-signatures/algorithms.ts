import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findJwsAlgorithm, type JwsAlgorithm } from "../jose/algorithms.ts";

/**
 * The algorithms that a caller accepts, by the names of JOSE. `HS256` and its kin are not among them: who can verify could sign too.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for one that is not asymmetric, and for none
 * @see RFC 9421 §3.3.7
 */
export function requireAlgorithms(names: readonly string[]): readonly JwsAlgorithm[] {
  if (!Array.isArray(names)) throw unusable();
  const found = names.map((name) => {
    const algorithm = findJwsAlgorithm(name);
    if (algorithm?.asymmetric !== true) throw unusable();
    return algorithm;
  });
  if (found.length === 0) throw unusable();
  return found;
}

/**
 * The name that the parameter `alg` of a signature has for an algorithm; `undefined` where the registry has none, as for `PS256`.
 * @see RFC 9421 §3.3
 */
export function signatureAlgorithmName({ name }: JwsAlgorithm): string | undefined {
  return registeredNames.get(name);
}

function unusable(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The algorithms must be asymmetric ones by their JOSE names, such as ES256 or PS512, one at least.",
    parameter: "algorithms",
    specification: specification("rfc9421", "3.3.7"),
  });
}

const registeredNames: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["PS512", "rsa-pss-sha512"],
  ["RS256", "rsa-v1_5-sha256"],
  ["ES256", "ecdsa-p256-sha256"],
  ["ES384", "ecdsa-p384-sha384"],
  ["EdDSA", "ed25519"],
  ["Ed25519", "ed25519"],
]);
