import type { AuthorizationDetail } from "../../../../generated/messages/authorization-detail.ts";
import {
  type TokenRequestTokenExchange,
  tokenRequestTokenExchangeSchema,
} from "../../../../generated/messages/token-request-token-exchange.ts";
import { grantTypes } from "../../../constants/grant-types.ts";
import { scopes } from "../../../constants/scopes.ts";
import { tokenTypeIdentifiers } from "../../../constants/token-type-identifiers.ts";
import { isSameJson } from "../../../util/json-equal.ts";
import { parseScope } from "../../../util/scope-set.ts";
import { checkAuthorizationDetails } from "../../authorization/check-authorization-details.ts";
import type { ProviderContext } from "../../context.ts";
import { readParameters } from "../../http/read-form.ts";
import { refuse } from "../../http/refusal.ts";
import { chooseAudience } from "../../tokens/choose-audience.ts";
import { listAllowed } from "../../tokens/choose-scope.ts";
import { delegate } from "../../tokens/delegate.ts";
import type { LiveAccessToken } from "../../tokens/find-access-token.ts";
import { readAuthorizationDetails } from "../../tokens/grant-facts.ts";
import { type Exchange, issueExchanged } from "../../tokens/issue-exchanged.ts";
import { describeExchanged, readExchangedToken } from "../../tokens/read-exchanged-token.ts";
import type { TokenExchangeDecision } from "../../tokens/token-exchange-policy.ts";
import type { GrantHandler, TokenCall } from "./grant-handler.ts";

/**
 * Exchanges an access token of a user for another one: for another resource, with less scope, or with an actor who stands for the user. Only what the policy of
 * the application allows is given; the new token ends with the old one at the latest, and when its grant is taken back.
 * @see RFC 8693 §2
 */
export const tokenExchangeGrant: GrantHandler = {
  grantType: grantTypes.tokenExchange,
  isOffered: ({ tokenExchange }) => tokenExchange !== undefined,
  async handle(context, call) {
    if (!call.isConfidential) throw refuse("unauthorized_client", "A public client can't exchange tokens.");
    const request = readParameters(tokenRequestTokenExchangeSchema, call.form);
    const exchange = await judge(context, call, request);
    const { client, binding } = call;
    return issueExchanged(context, { ...exchange, client, confirmation: binding.confirmation });
  },
};

async function judge(
  context: ProviderContext,
  call: TokenCall,
  request: TokenRequestTokenExchange,
): Promise<Omit<Exchange, "client" | "confirmation">> {
  const { requested_token_type: wantedType = tokenTypeIdentifiers.accessToken } = request;
  const isRefreshTokenRequested = wantedType === tokenTypeIdentifiers.refreshToken;
  if (!isRefreshTokenRequested && wantedType !== tokenTypeIdentifiers.accessToken)
    throw refuse("invalid_request", "requested_token_type is none that this server gives (RFC 8693 §3).");
  const { subject, actor } = await readTokens(context, call, request);
  const { accountId } = subject.token;
  if (accountId === undefined) throw refuse("invalid_request", "subject_token speaks for no user.");
  const audience = chooseAudience(context, [...(request.resource ?? []), ...(request.audience ?? [])]);
  const asked = request.scope === undefined ? undefined : (parseScope(request.scope) ?? []);
  const { authorization_details: details } = request;
  const wanted = await checkAuthorizationDetails(context, call.client, details);
  const act = await delegate(context, subject, actor);
  const decision = await context.options.tokenExchange?.({
    clientId: call.client.clientId,
    subject: describeExchanged(subject),
    actor: actor === undefined ? undefined : describeExchanged(actor),
    resources: audience,
    scope: asked,
    authorizationDetails: wanted,
    isRefreshTokenRequested,
  });
  if (decision?.allow !== true) {
    const reason = decision?.reason ?? "the policy of the exchange said no";
    throw refuse("access_denied", { description: "This exchange is not allowed.", reason });
  }
  const isRefreshTokenAllowed = mayRefresh(call, decision);
  if (isRefreshTokenRequested && !isRefreshTokenAllowed)
    throw refuse("invalid_request", "A refresh token is not given for this exchange.");
  const scope = chooseExchangedScope(context, call, { decision, asked, audience, subject });
  const authorizationDetails = chooseExchangedDetails(decision, details === undefined ? undefined : wanted, subject);
  return {
    subject: subject.token,
    subjectGrant: subject.grant,
    accountId,
    audience,
    scope,
    authorizationDetails,
    act,
    isRefreshTokenRequested,
    isRefreshTokenAllowed,
  };
}

interface SentTokens {
  readonly subject: LiveAccessToken;
  readonly actor: LiveAccessToken | undefined;
}

async function readTokens(
  context: ProviderContext,
  call: TokenCall,
  { subject_token, subject_token_type, actor_token, actor_token_type }: TokenRequestTokenExchange,
): Promise<SentTokens> {
  if (actor_token === undefined && actor_token_type !== undefined)
    throw refuse("invalid_request", "actor_token_type stands only with actor_token (RFC 8693 §2.1).");
  const subject = { parameter: "subject_token", text: subject_token, type: subject_token_type } as const;
  const readSubject = await readExchangedToken(context, call, subject);
  if (actor_token === undefined) return { subject: readSubject, actor: undefined };
  const actor = { parameter: "actor_token", text: actor_token, type: actor_token_type } as const;
  return { subject: readSubject, actor: await readExchangedToken(context, call, actor) };
}

function mayRefresh({ client }: TokenCall, { refreshToken }: Allowed): boolean {
  return refreshToken === true && client.grantTypes.includes(grantTypes.refreshToken);
}

interface ScopeParts {
  readonly decision: Allowed;
  readonly asked: readonly string[] | undefined;
  readonly audience: readonly string[];
  readonly subject: LiveAccessToken;
}

/** Nothing widens by itself: only the policy can give what the subject token has not, and nobody what the client and the resource do not know. */
function chooseExchangedScope(
  context: ProviderContext,
  { client }: TokenCall,
  { decision, asked, audience, subject }: ScopeParts,
): readonly string[] {
  const allowed = listAllowed(context, client, audience);
  const isKnown = (value: string): boolean => allowed.includes(value) && !signInScopes.includes(value);
  const had = decision.scope ?? subject.token.scope;
  if (asked === undefined) return had.filter(isKnown);
  if (asked.length > 0 && asked.every((value) => isKnown(value) && had.includes(value))) return asked;
  throw refuse("invalid_scope", "A scope is asked for that this exchange can't give.");
}

/**
 * Details come along only where they are asked for, or the policy gives them; of those that the subject token has, object by object.
 * @see RFC 9396 §6
 */
function chooseExchangedDetails(
  decision: Allowed,
  wanted: readonly AuthorizationDetail[] | undefined,
  { token }: LiveAccessToken,
): readonly AuthorizationDetail[] {
  const { authorizationDetails: given } = decision;
  if (wanted === undefined) return given ?? [];
  const had = given ?? readAuthorizationDetails(token.details ?? {});
  if (wanted.every((detail) => had.some((each) => isSameJson(each, detail)))) return wanted;
  const description = "An authorization detail is asked for that this exchange can't give (RFC 9396 §6).";
  throw refuse("invalid_authorization_details", description);
}

type Allowed = Extract<TokenExchangeDecision, { readonly allow: true }>;

/** They belong to a sign-in, and an exchange is none. */
const signInScopes: readonly string[] = [scopes.openid, scopes.offlineAccess];
