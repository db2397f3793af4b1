import { jarmLabel } from "../../generated/documents.ts";
import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { findJwsAlgorithm, listAsymmetricAlgorithms } from "../jose/algorithms.ts";
import { authorizationResponseJwtProfile as profile } from "../jwt-profiles/authorization-response-jwt.ts";

/**
 * Chooses the algorithms that a JWT with an authorization response may be signed with: asymmetric, registered for the client and
 * announced by the server. Where the server announces none, what is registered; where nothing is registered either, `RS256`.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when none is left
 * @see JARM §3
 * @see JARM §4
 */
export function chooseAuthorizationResponseAlgorithms({
  metadata,
  authorizationResponseAlgorithms: registered,
}: Pick<ExchangeContext, "metadata" | "authorizationResponseAlgorithms">): readonly string[] {
  const announced: readonly string[] = metadata[profile.announcedBy] ?? registered ?? profile.usualAlgorithms;
  const chosen = (registered ?? announced).filter(
    (name) => announced.includes(name) && findJwsAlgorithm(name)?.asymmetric === true,
  );
  if (chosen.length > 0) return Object.freeze(chosen);
  const accepted = (registered ?? listAsymmetricAlgorithms()).join(", ");
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `No common algorithm for authorization responses: accepted are ${accepted}, the server supports ${printable(announced.join(", "), 200)}.`,
    parameter: profile.announcedBy,
    specification: specification("jarm", "3", [jarmLabel]),
    remedy: "Register the client with authorization_signed_response_alg, an asymmetric algorithm of the server.",
  });
}
