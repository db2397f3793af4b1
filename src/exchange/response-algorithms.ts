import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findJwsAlgorithm } from "../jose/algorithms.ts";
import type { JwtProfile } from "../jwt-profiles/jwt-profile.ts";

/** What a profile says about the algorithms of an answer. */
export interface ResponseProfile extends Pick<JwtProfile<unknown>, "usualAlgorithms"> {
  readonly announcedBy: "userinfo_signing_alg_values_supported" | "introspection_signing_alg_values_supported";
}

/** What decides over the algorithms of one kind of answer that is a JWT. */
export interface ResponseAlgorithmSources {
  /** The server's, in which the profile names a member. */
  readonly metadata: AuthorizationServerMetadata;
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
export function chooseResponseAlgorithms(
  { announcedBy: member, usualAlgorithms }: ResponseProfile,
  { metadata, registered }: ResponseAlgorithmSources,
): readonly string[] {
  const supported = metadata[member] ?? (usualAlgorithms.length > 0 ? usualAlgorithms : undefined);
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
