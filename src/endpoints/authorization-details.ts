import type { AuthorizationDetail } from "../../generated/messages/authorization-detail.ts";
import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import { ConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";

/**
 * Checks that the server knows the types of authorization details that it is about to be asked for, where it announces them.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the types that it does not know
 * @see RFC 9396 §5
 * @see RFC 9396 §10
 */
export function checkAuthorizationDetailTypes(
  { authorization_details_types_supported: known }: AuthorizationServerMetadata,
  details: readonly AuthorizationDetail[] | undefined,
): void {
  if (known === undefined || details === undefined) return;
  // A list of the wrong shape is for the check of the message to refuse, with all its problems.
  const types = Array.isArray(details)
    ? details.map((detail: Partial<AuthorizationDetail> | null) => detail?.type)
    : [];
  const unknown = types.filter((type): type is string => typeof type === "string" && !known.includes(type));
  if (unknown.length === 0) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The server does not know the authorization details type ${printable(unknown.join(", "), 200)}; it announces ${printable(known.join(", "), 200)}.`,
    parameter: "authorization_details",
    specification: specification("rfc9396", "5"),
  });
}
