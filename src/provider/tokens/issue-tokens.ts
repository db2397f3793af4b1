import type { TokenResponse } from "../../../generated/messages/token-response.ts";
import { grantTypes } from "../../constants/grant-types.ts";
import { scopes } from "../../constants/scopes.ts";
import type { Account } from "../accounts/account-source.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import { createHandle } from "../crypto/handle.ts";
import { ProtocolRefusal } from "../http/refusal.ts";
import type { Confirmation, Grant, StoredToken } from "../stores/records.ts";
import type { ArtifactKey, IssueOutcome } from "../stores/store.ts";
import { createIdToken } from "./create-id-token.ts";
import { accessTokenClaims, readGrantFacts } from "./grant-facts.ts";
import { createAccessToken, type NewAccessToken } from "./issue-access-token.ts";
import { isRotated, refreshConfirmation } from "./refresh-rules.ts";
import { subjectFor } from "./subject.ts";
import { describeAccessToken } from "./token-response.ts";

/** What tokens are made from. */
export interface TokenFacts {
  readonly client: RegisteredClient;
  readonly grant: Grant;
  /** Of the grant's account. */
  readonly account: Account;
  /** Of this access token: the grant's, or less. */
  readonly scope: readonly string[];
  /** Of this access token; none: the default resource. */
  readonly audience: readonly string[];
  readonly confirmation?: Confirmation | undefined;
  /** `nonce` of the authorization request. */
  readonly nonce?: string | undefined;
}

/** What is issued, and what is used up for it. */
export interface TokenIssue extends TokenFacts {
  /** Default: where `offline_access` was granted and the client is registered for `refresh_token`. */
  readonly refresh?: boolean | undefined;
  /** The code or the like that is used up in the same step. */
  readonly consume?: ArtifactKey | undefined;
}

/** Why nothing was issued. */
export type RefusedIssue = Exclude<IssueOutcome, { readonly outcome: "issued" }>;

/** Nothing was issued, because what was to be used up was not there any more. */
export class IssueRefused extends ProtocolRefusal {
  override readonly name = "IssueRefused";
  readonly outcome: RefusedIssue;

  constructor(outcome: RefusedIssue) {
    const description = "The grant is not there, was used before, has expired, or was taken back.";
    super("invalid_grant", { description, reason: `the grant is ${outcome.outcome}` });
    this.outcome = outcome;
  }
}

/**
 * Issues the first tokens of a new grant: an access token, with `offline_access` a refresh token, with `openid` an ID token. All of them are made before
 * anything is written, and all is written in one step, so that what fails uses nothing up.
 * @throws IssueRefused `invalid_grant` where what was to be used up is not there, was used, or has expired
 */
export async function issueTokens(context: ProviderContext, issue: TokenIssue): Promise<TokenResponse> {
  const { client, grant, consume } = issue;
  const prepared = await prepareTokens(context, issue);
  const mayRefresh = grant.scope.includes(scopes.offlineAccess) && client.grantTypes.includes(grantTypes.refreshToken);
  const refresh = (issue.refresh ?? mayRefresh) ? createRefreshToken(context, issue) : undefined;
  const tokens = refresh === undefined ? [prepared.access.row] : [prepared.access.row, refresh.row];
  const outcome = await context.store.grants.issue({ consume, grant, tokens, nowMs: context.clock() });
  if (outcome.outcome !== "issued") throw new IssueRefused(outcome);
  return { ...prepared.response, ...(refresh === undefined ? {} : { refresh_token: refresh.token }) };
}

/** Tokens that are made and not yet stored. */
export interface PreparedTokens {
  readonly access: NewAccessToken;
  /** The response, but for a refresh token. */
  readonly response: TokenResponse;
}

/** Makes the access token and the ID token of a grant. */
export async function prepareTokens(context: ProviderContext, facts: TokenFacts): Promise<PreparedTokens> {
  const { client, grant, account, scope, audience, confirmation, nonce } = facts;
  const { authTimeSeconds, acr, amr, authorizationDetails } = readGrantFacts(grant);
  const access = await createAccessToken(context, {
    client,
    subject: { accountId: account.id, sub: await subjectFor(context, client, account.id) },
    grantId: grant.id,
    scope,
    audience,
    confirmation,
    claims: accessTokenClaims(grant),
  });
  const accessToken = access.token;
  const { sid } = grant;
  const idToken = scope.includes(scopes.openid)
    ? await createIdToken(context, {
        client,
        account,
        grant,
        scope,
        nonce,
        accessToken,
        authTimeSeconds,
        acr,
        amr,
        sid,
      })
    : undefined;
  const response: TokenResponse = {
    ...describeAccessToken(access),
    ...(idToken === undefined ? {} : { id_token: idToken }),
    ...(authorizationDetails.length === 0 ? {} : { authorization_details: authorizationDetails }),
  };
  return { access, response };
}

/** A refresh token that is not stored yet. */
export interface NewRefreshToken {
  readonly token: string;
  readonly row: StoredToken;
}

/** Makes the first refresh token of a grant. It stands for all of the grant, whatever the access token beside it is for. */
export function createRefreshToken(
  context: ProviderContext,
  { client, grant, confirmation: bound }: Pick<TokenFacts, "client" | "grant" | "confirmation">,
): NewRefreshToken {
  const token = createHandle(context.random);
  const nowMs = context.clock();
  const confirmation = refreshConfirmation(client, bound);
  const row: StoredToken = {
    hash: sha256(token),
    kind: "refresh_token",
    grantId: grant.id,
    clientId: client.clientId,
    ...(grant.accountId === undefined ? {} : { accountId: grant.accountId }),
    scope: grant.scope,
    audience: readGrantFacts(grant).resource,
    ...(confirmation === undefined ? {} : { confirmation }),
    generation: 0,
    issuedAtMs: nowMs,
    expiresAtMs: refreshExpiry(context, grant, isRotated(context, client, confirmation)),
    purgeAtMs: grant.expiresAtMs,
  };
  return { token, row };
}

/** When a refresh token ends that is issued now: after it has lain idle for long, and with its grant at the latest. */
export function refreshExpiry(
  { clock, lifetimes }: ProviderContext,
  { expiresAtMs }: Grant,
  isReplaced: boolean,
): number {
  return isReplaced ? Math.min(clock() + lifetimes.refreshTokenSeconds * 1000, expiresAtMs) : expiresAtMs;
}
