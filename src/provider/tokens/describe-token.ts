import type { Confirmation as WireConfirmation } from "../../../generated/messages/confirmation.ts";
import type { IntrospectionResponse } from "../../../generated/messages/introspection-response.ts";
import { tokenTypes } from "../../constants/token-types.ts";
import type { ProviderContext } from "../context.ts";
import type { Confirmation } from "../stores/records.ts";
import type { LiveAccessToken } from "./find-access-token.ts";
import type { LiveRefreshToken } from "./find-refresh-token.ts";
import { subjectFor } from "./subject.ts";

/**
 * What a token that is good stands for. Members that it says nothing of are left out. A refresh token has no type and no identifier: what comes before it and after it is
 * nobody's business.
 * @see RFC 7662 §2.2
 */
export async function describeToken(
  context: ProviderContext,
  live: LiveAccessToken | LiveRefreshToken,
): Promise<IntrospectionResponse> {
  const { token, client, account } = live;
  const { scope, audience, confirmation, details = {} } = token;
  const isAccessToken = token.kind === "access_token";
  const type = confirmation?.jkt === undefined ? tokenTypes.bearer : tokenTypes.dpop;
  // A JWT has one; whoever has an opaque token can make this identifier, and nobody else.
  const { jti = token.hash } = "jti" in live ? live : {};
  const name = account?.claims.preferred_username;
  const [only] = audience;
  return {
    ...pick(details, shownDetails),
    active: true,
    ...(scope.length === 0 ? {} : { scope: scope.join(" ") }),
    client_id: client.clientId,
    ...(account === undefined ? {} : { username: typeof name === "string" ? name : account.displayName }),
    ...(isAccessToken ? { token_type: type, jti } : {}),
    exp: Math.floor(token.expiresAtMs / 1000),
    iat: Math.floor(token.issuedAtMs / 1000),
    // No account has the id of a client, so the two can't be taken for one another.
    sub: account === undefined ? client.clientId : await subjectFor(context, client, account.id),
    ...(only === undefined ? {} : { aud: audience.length === 1 ? only : audience }),
    iss: context.issuer,
    ...(confirmation === undefined ? {} : { cnf: describeConfirmation(confirmation) }),
  };
}

function describeConfirmation({ jkt, "x5t#S256": thumbprint }: Confirmation): WireConfirmation {
  return { ...(jkt === undefined ? {} : { jkt }), ...(thumbprint === undefined ? {} : { "x5t#S256": thumbprint }) };
}

function pick<T extends object>(from: T, names: readonly string[]): Partial<T> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name))) as Partial<T>;
}

/** Of what a token was issued with, what a resource decides by. */
const shownDetails: readonly string[] = ["act", "may_act", "authorization_details", "acr", "auth_time"];
