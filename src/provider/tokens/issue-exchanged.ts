import type { AuthorizationDetail } from "../../../generated/messages/authorization-detail.ts";
import type { TokenResponse } from "../../../generated/messages/token-response.ts";
import { tokenTypeIdentifiers } from "../../constants/token-type-identifiers.ts";
import { randomBase64url } from "../../util/random.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { Confirmation, Grant, JsonObject, StoredToken } from "../stores/records.ts";
import type { Issue } from "../stores/store.ts";
import { accessTokenClaims, writeAuthorizationDetails } from "./grant-facts.ts";
import { exchangedFrom, isFamilyAlive, listForebears } from "./grant-family.ts";
import { createAccessToken, type NewAccessToken } from "./issue-access-token.ts";
import { createRefreshToken, IssueRefused } from "./issue-tokens.ts";
import { subjectFor } from "./subject.ts";
import { describeAccessToken } from "./token-response.ts";

/** An exchange that is allowed. */
export interface Exchange {
  readonly client: RegisteredClient;
  readonly confirmation: Confirmation | undefined;
  /** The token that is exchanged. */
  readonly subject: StoredToken;
  /** What it hangs on. */
  readonly subjectGrant: Grant | undefined;
  readonly accountId: string;
  readonly audience: readonly string[];
  readonly scope: readonly string[];
  readonly authorizationDetails: readonly AuthorizationDetail[];
  readonly act: JsonObject | undefined;
  /** The client wants a refresh token and nothing else. */
  readonly isRefreshTokenRequested: boolean;
  readonly isRefreshTokenAllowed: boolean;
}

/**
 * Issues the token of an exchange. An access token ends with the one that it was made from at the latest, and hangs on the same grant. A refresh token stands for
 * a grant of its own, because that of the subject token is another client's; it ends with that one, and that one does not end with it.
 * @throws IssueRefused `invalid_grant` where the grant was taken back meanwhile
 * @see RFC 8693 §2.2.1
 */
export function issueExchanged(context: ProviderContext, exchange: Exchange): Promise<TokenResponse> {
  return exchange.isRefreshTokenAllowed ? issueForGrant(context, exchange) : issueForSubject(context, exchange);
}

async function issueForSubject(context: ProviderContext, exchange: Exchange): Promise<TokenResponse> {
  const { subject } = exchange;
  const access = await makeAccessToken(context, exchange, {
    grantId: subject.grantId,
    notAfterMs: subject.expiresAtMs,
    claims: keptClaims(exchange),
  });
  await issue(context, { tokens: [access.row] });
  return describeExchange(access, exchange);
}

async function issueForGrant(context: ProviderContext, exchange: Exchange): Promise<TokenResponse> {
  const { client, confirmation } = exchange;
  const grant = createGrant(context, exchange);
  // What the policy had to think about may have taken long.
  if (!(await isFamilyAlive(context, grant))) throw new IssueRefused({ outcome: "revoked" });
  const refresh = createRefreshToken(context, { client, grant, confirmation });
  const { refreshToken } = tokenTypeIdentifiers;
  if (exchange.isRefreshTokenRequested) {
    await issue(context, { grant, tokens: [refresh.row] });
    const seconds = Math.floor((refresh.row.expiresAtMs - context.clock()) / 1000);
    // RFC 8693 §2.2.1: whatever was issued travels in access_token, and N_A says that it is none.
    return { access_token: refresh.token, token_type: "N_A", issued_token_type: refreshToken, expires_in: seconds };
  }
  const access = await makeAccessToken(context, exchange, { grantId: grant.id, claims: accessTokenClaims(grant) });
  await issue(context, { grant, tokens: [access.row, refresh.row] });
  return { ...describeExchange(access, exchange), refresh_token: refresh.token };
}

async function makeAccessToken(
  context: ProviderContext,
  { client, accountId, scope, audience, confirmation }: Exchange,
  more: {
    readonly grantId: string | undefined;
    readonly notAfterMs?: number;
    readonly claims: JsonObject | undefined;
  },
): Promise<NewAccessToken> {
  const subject = { accountId, sub: await subjectFor(context, client, accountId) };
  return createAccessToken(context, { client, subject, scope, audience, confirmation, ...more });
}

async function issue(context: ProviderContext, what: Omit<Issue, "nowMs">): Promise<void> {
  const outcome = await context.store.grants.issue({ ...what, nowMs: context.clock() });
  if (outcome.outcome !== "issued") throw new IssueRefused(outcome);
}

function createGrant(context: ProviderContext, exchange: Exchange): Grant {
  const { client, accountId, subjectGrant: parent, scope, audience } = exchange;
  const nowMs = context.clock();
  const endsAtMs = nowMs + context.lifetimes.grantSeconds * 1000;
  return {
    id: randomBase64url(16, context.random),
    clientId: client.clientId,
    accountId,
    isOffline: parent?.isOffline ?? true,
    ...(parent?.sid === undefined ? {} : { sid: parent.sid }),
    scope,
    details: {
      ...keptClaims(exchange),
      resource: audience,
      ...(parent === undefined ? {} : { [exchangedFrom]: listForebears(parent) }),
    },
    createdAtMs: nowMs,
    expiresAtMs: Math.min(endsAtMs, parent?.expiresAtMs ?? endsAtMs),
  };
}

function describeExchange(access: NewAccessToken, { authorizationDetails }: Exchange): TokenResponse {
  return {
    ...describeAccessToken(access),
    issued_token_type: tokenTypeIdentifiers.accessToken,
    ...(authorizationDetails.length === 0 ? {} : { authorization_details: authorizationDetails }),
  };
}

/** How the user signed in stays true; what was allowed in detail was for the audience of then, and is asked for again. */
function keptClaims({ subject, authorizationDetails, act }: Exchange): JsonObject {
  const { auth_time, acr, amr } = subject.details ?? {};
  return {
    ...(auth_time === undefined ? {} : { auth_time }),
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr }),
    ...writeAuthorizationDetails(authorizationDetails),
    ...(act === undefined ? {} : { act }),
  };
}
