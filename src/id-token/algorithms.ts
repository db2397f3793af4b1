import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isAsymmetricAlgorithm } from "../jose/asymmetric-algorithm.ts";
import { idTokenProfile } from "../jwt-profiles/id-token.ts";

/** What decides over the algorithms of ID tokens. */
export interface IdTokenAlgorithmSources {
  /** `id_token_signing_alg_values_supported` of the provider's metadata. Left out: `RS256`, which every provider supports. */
  readonly supported?: readonly string[] | undefined;
  /** What the caller accepts, for example the registered `id_token_signed_response_alg`. Default: every asymmetric algorithm of this library. */
  readonly accepted?: readonly string[] | undefined;
}

/**
 * Chooses the algorithms that an ID token may be signed with: accepted by the caller and announced by the provider.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_OPTION` when the caller accepts something else than an asymmetric
 * signature, or nothing that the provider announces
 * @see OpenID Connect Core §3.1.3.7
 * @see OpenID Connect Discovery §3
 */
export function chooseIdTokenAlgorithms({
  supported = idTokenProfile.usualAlgorithms,
  accepted,
}: IdTokenAlgorithmSources): readonly string[] {
  const refused = accepted?.filter((name) => !isAsymmetricAlgorithm(name)) ?? [];
  if (refused.length > 0) {
    throw unusable(`ID tokens cannot be accepted with ${refused.join(", ")}: it is not an asymmetric signature.`);
  }
  const chosen = accepted?.filter((name) => supported.includes(name)) ?? supported.filter(isAsymmetricAlgorithm);
  if (chosen.length > 0) return Object.freeze(chosen);
  const names = accepted?.join(", ") ?? "all asymmetric ones";
  throw unusable(
    `No common algorithm for ID tokens: accepted are ${names}, the provider supports ${supported.join(", ")}.`,
  );
}

function unusable(message: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message,
    specification: specification("oidc-core", "3.1.3.7"),
    parameter: idTokenProfile.announcedBy,
  });
}
