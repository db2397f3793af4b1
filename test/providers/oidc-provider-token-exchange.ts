import type { AccessToken, Provider, TokenContext } from "oidc-provider";

/** What the token exchange needs of the module, which is loaded late. */
export type ProviderErrors = typeof import("oidc-provider")["errors"];

/**
 * Teaches the provider to exchange one of its access tokens for another of the asking client, with the scope of the first
 * or less (RFC 8693 §2). It knows access tokens only, so that refusals of the other types can be seen too.
 */
export function addTokenExchange(provider: Provider, errors: ProviderErrors): void {
  provider.registerGrantType(grantType, (context) => exchange(provider, errors, context), parameters, repeatable);
}

async function exchange(provider: Provider, errors: ProviderErrors, context: TokenContext): Promise<void> {
  const { client, params } = context.oidc;
  if (params.subject_token_type !== accessTokenType)
    throw new errors.InvalidRequest("subject_token_type is not supported");
  const requested = params.requested_token_type ?? accessTokenType;
  if (requested !== accessTokenType) throw new errors.InvalidRequest("requested_token_type is not supported");
  const subject = await provider.AccessToken.find(params.subject_token ?? "");
  if (subject === undefined || subject.isExpired) throw new errors.InvalidRequest("subject_token is not valid");
  const scope = scopeOf(subject, errors, params.scope);
  const { accountId, grantId } = subject;
  const issued = new provider.AccessToken({ accountId, client, grantId, gty: "token_exchange", scope });
  context.oidc.entity("AccessToken", issued);
  context.body = {
    access_token: await issued.save(),
    issued_token_type: accessTokenType,
    token_type: "Bearer",
    expires_in: issued.expiration,
    scope,
  };
}

function scopeOf(subject: AccessToken, errors: ProviderErrors, requested: string | undefined): string {
  const granted = (subject.scope ?? "").split(" ");
  const scopes = requested?.split(" ") ?? granted;
  const excess = scopes.find((scope) => !granted.includes(scope));
  if (excess !== undefined) throw new errors.InvalidScope("scope exceeds that of the subject_token", excess);
  return scopes.join(" ");
}

const grantType = "urn:ietf:params:oauth:grant-type:token-exchange";
const accessTokenType = "urn:ietf:params:oauth:token-type:access_token";
const parameters = [
  "subject_token",
  "subject_token_type",
  "actor_token",
  "actor_token_type",
  "requested_token_type",
  "audience",
  "resource",
  "scope",
];
const repeatable = ["audience", "resource"];
