import { tokenRequestClientCredentialsSchema } from "../../../../generated/messages/token-request-client-credentials.ts";
import { grantTypes } from "../../../constants/grant-types.ts";
import { checkAuthorizationDetails } from "../../authorization/check-authorization-details.ts";
import type { RegisteredClient } from "../../clients/registered-client.ts";
import type { ProviderContext } from "../../context.ts";
import { readParameters } from "../../http/read-form.ts";
import { refuse } from "../../http/refusal.ts";
import { chooseAudience } from "../../tokens/choose-audience.ts";
import { chooseScope } from "../../tokens/choose-scope.ts";
import { writeAuthorizationDetails } from "../../tokens/grant-facts.ts";
import { createAccessToken } from "../../tokens/issue-access-token.ts";
import { describeAccessToken } from "../../tokens/token-response.ts";
import type { GrantHandler } from "./grant-handler.ts";

/**
 * A client that acts for itself. It gets an access token alone: no refresh token, and no ID token whatever the scope.
 * @see RFC 6749 §4.4
 * @see RFC 9396 §6
 */
export const clientCredentialsGrant: GrantHandler = {
  grantType: grantTypes.clientCredentials,
  async handle(context, { client, isConfidential, form, binding }) {
    if (!isConfidential)
      throw refuse("unauthorized_client", "A public client can't use client_credentials: it has no credentials.");
    const request = readParameters(tokenRequestClientCredentialsSchema, form);
    const audience = chooseAudience(context, request.resource ?? []);
    const details = await checkAuthorizationDetails(context, client, request.authorization_details);
    // Details can stand instead of a scope; then nobody asked for the rest.
    const isWithoutScope = request.scope === undefined && details.length > 0;
    const scope = isWithoutScope ? [] : chooseScope(context, request.scope, { client, audience, exclude: userScopes });
    const { confirmation } = binding;
    const claims = details.length === 0 ? undefined : writeAuthorizationDetails(details);
    const made = await createAccessToken(context, { client, scope, audience, confirmation, claims });
    await context.store.grants.issue({ tokens: [made.row], nowMs: context.clock() });
    reportLeftOut(context, client, request.scope);
    return { ...describeAccessToken(made), ...(details.length === 0 ? {} : { authorization_details: details }) };
  },
};

/** The answer says the scope that is left (RFC 6749 §3.3); whoever runs the server learns what is not. */
function reportLeftOut({ report }: ProviderContext, { clientId }: RegisteredClient, asked: string | undefined): void {
  const left = (asked ?? "").split(" ").filter((value) => userScopes.includes(value));
  if (left.length === 0) return;
  const reason = `left out, because there is no user: ${left.join(" ")}`;
  report({ type: "scope.reduced", clientId, grantType: grantTypes.clientCredentials, endpoint: "/token", reason });
}

/** They speak of a user, and there is none. */
const userScopes = ["openid", "offline_access", "profile", "email", "address", "phone"];
