import type { AuthorizationRequest } from "../../generated/messages/authorization-request.ts";

/** What the `claims` parameter of a request makes binding for the ID token that answers it. */
export interface RequestedIdTokenClaims {
  /** The user whom the ID token must be about. */
  readonly subject?: string;
  /** The authentication context classes of which `acr` must be one. */
  readonly acrValues?: readonly string[];
  /** Whether `auth_time` must be present. */
  readonly requireAuthTime?: true;
}

/**
 * Reads what a request asks of the ID token: a `sub` with a value, an essential `acr` with values, an essential `auth_time`.
 * Everything else that `claims` asks for may be left out by the server.
 * @see OpenID Connect Core §5.5.1
 */
export function readRequestedClaims(claims: AuthorizationRequest["claims"]): RequestedIdTokenClaims {
  const requested = claims?.id_token ?? {};
  const { sub, acr, auth_time } = requested;
  const contexts =
    acr?.essential === true ? [...(acr.values ?? []), ...(acr.value === undefined ? [] : [acr.value])] : [];
  const acrValues = contexts.filter((value): value is string => typeof value === "string" && value !== "");
  return {
    ...(typeof sub?.value === "string" && sub.value !== "" ? { subject: sub.value } : {}),
    ...(acrValues.length === 0 ? {} : { acrValues }),
    ...(auth_time?.essential === true ? { requireAuthTime: true as const } : {}),
  };
}
