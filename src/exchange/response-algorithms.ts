import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findJwsAlgorithm } from "../jose/algorithms.ts";

/** What decides over the algorithms of one kind of answer that is a JWT. */
export interface ResponseAlgorithmSources {
  /** The metadata member with what the server can sign with: `userinfo_signing_alg_values_supported`. */
  readonly member: string;
  /** Its value. */
  readonly supported: readonly string[] | undefined;
  /** What the client is registered with; `undefined` where its registration does not say. */
  readonly registered: readonly string[] | undefined;
}

/**
 * Chooses the algorithms that an answer may be signed with: those of the registration, which the server must announce where it
 * announces any; without a registration every asymmetric one that the server announces. HMAC and `none` are never among them.
 *
 * @returns an empty list where nothing is registered and nothing announced
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when the server announces none of the registered algorithms
 * @see RFC 8725 §3.1
 */
export function chooseResponseAlgorithms({
  member,
  supported,
  registered,
}: ResponseAlgorithmSources): readonly string[] {
  if (registered === undefined) return (supported ?? []).filter(isAsymmetric);
  const chosen = registered.filter((name) => isAsymmetric(name) && (supported?.includes(name) ?? true));
  if (chosen.length > 0) return chosen;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The client is registered for answers signed with ${registered.join(", ")}, and the server's ${member} has no such asymmetric algorithm.`,
    parameter: member,
    specification: specification("rfc8725", "3.1"),
    remedy: "Bring the options of the client in line with its registration at the server.",
  });
}

function isAsymmetric(name: string): boolean {
  return findJwsAlgorithm(name)?.asymmetric === true;
}
