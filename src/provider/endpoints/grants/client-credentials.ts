import { tokenRequestClientCredentialsSchema } from "../../../../generated/messages/token-request-client-credentials.ts";
import { grantTypes } from "../../../constants/grant-types.ts";
import { readParameters } from "../../http/read-form.ts";
import { refuse } from "../../http/refusal.ts";
import { chooseAudience } from "../../tokens/choose-audience.ts";
import { chooseScope } from "../../tokens/choose-scope.ts";
import { createAccessToken } from "../../tokens/issue-access-token.ts";
import { describeAccessToken } from "../../tokens/token-response.ts";
import type { GrantHandler } from "./grant-handler.ts";

/**
 * A client that acts for itself. It gets an access token alone: no refresh token, and no ID token whatever the scope.
 * @see RFC 6749 §4.4
 */
export const clientCredentialsGrant: GrantHandler = {
  grantType: grantTypes.clientCredentials,
  async handle(context, { client, isConfidential, form, binding }) {
    if (!isConfidential)
      throw refuse("unauthorized_client", "A public client can't use client_credentials: it has no credentials.");
    const request = readParameters(tokenRequestClientCredentialsSchema, form);
    const audience = chooseAudience(context, request.resource ?? []);
    const scope = chooseScope(context, request.scope, { client, audience, exclude: userScopes });
    const { confirmation } = binding;
    const made = await createAccessToken(context, { client, scope, audience, confirmation });
    await context.store.grants.issue({ tokens: [made.row], nowMs: context.clock() });
    return describeAccessToken(made);
  },
};

/** They speak of a user, and there is none. */
const userScopes = ["openid", "offline_access", "profile", "email", "address", "phone"];
