import { tokenRequestRefreshTokenSchema } from "../../../../generated/messages/token-request-refresh-token.ts";
import type { TokenResponse } from "../../../../generated/messages/token-response.ts";
import { grantTypes } from "../../../constants/grant-types.ts";
import type { RegisteredClient } from "../../clients/registered-client.ts";
import type { ProviderContext } from "../../context.ts";
import { hmacSha256, sha256 } from "../../crypto/digest.ts";
import { readParameters } from "../../http/read-form.ts";
import { refuse } from "../../http/refusal.ts";
import type { Confirmation, Grant, StoredToken } from "../../stores/records.ts";
import { narrowAudience } from "../../tokens/choose-audience.ts";
import { narrowScope } from "../../tokens/choose-scope.ts";
import { narrowDetails } from "../../tokens/grant-facts.ts";
import { isFamilyAlive } from "../../tokens/grant-family.ts";
import {
  IssueRefused,
  type NewRefreshToken,
  type PreparedTokens,
  prepareTokens,
  refreshExpiry,
} from "../../tokens/issue-tokens.ts";
import { isRotated, refreshLeewayMs } from "../../tokens/refresh-rules.ts";
import { requireAccount } from "../../tokens/require-account.ts";
import type { GrantHandler, TokenCall } from "./grant-handler.ts";

/**
 * Gives new tokens for a refresh token, and replaces it. Its successor is calculated from it, so that a client whose answer was lost gets the same one again
 * for a short time; used later than that it was stolen from somebody, and its whole family ends.
 * @see RFC 6749 §6
 * @see RFC 9700 §4.14
 * @see OpenID Connect Core §12
 */
export const refreshTokenGrant: GrantHandler = {
  grantType: grantTypes.refreshToken,
  async handle(context, call) {
    const request = readParameters(tokenRequestRefreshTokenSchema, call.form);
    const presented = await findRefreshToken(context, request.refresh_token, call);
    const { token, grant } = presented;
    const { client, binding } = call;
    // What is wrong with the request is found before anything is used up: a bad request must neither burn a token nor end a family.
    const account = await requireAccount(context, grant.accountId, grant.createdAtMs);
    const narrowed = narrowDetails(grant, request.authorization_details);
    const audience = narrowAudience(context, request.resource ?? [], token.audience);
    const scope = narrowScope(context, request.scope, { client, audience, granted: token.scope });
    const { confirmation } = binding;
    const prepared = await prepareTokens(context, { client, grant: narrowed, account, scope, audience, confirmation });
    if (token.usedAtMs === undefined && !isRotated(context, client, token.confirmation)) return keep(context, prepared);
    return rotate(context, presented, { client, prepared });
  },
};

/** A refresh token with its grant, and the token itself. */
interface PresentedToken {
  readonly text: string;
  readonly token: StoredToken;
  readonly grant: Grant;
}

async function findRefreshToken(
  context: ProviderContext,
  text: string,
  { client, binding }: TokenCall,
): Promise<PresentedToken> {
  const found = await context.store.grants.findToken(sha256(text));
  if (found?.token.kind !== "refresh_token" || found.grant === undefined) throw dead("there is no such token");
  const { token, grant } = found;
  if (token.clientId !== client.clientId) throw dead("the token is another client's");
  if (!fits(token.confirmation, binding.confirmation)) throw dead("the token is bound to another key");
  const nowMs = context.clock();
  if (token.revokedAtMs !== undefined || grant.revokedAtMs !== undefined) throw dead("the grant was revoked");
  if (grant.expiresAtMs <= nowMs) throw dead("the grant has expired");
  if (token.usedAtMs === undefined && token.expiresAtMs <= nowMs) throw dead("the token has expired");
  if (!(await isFamilyAlive(context, grant))) throw dead("a grant that it was exchanged from has ended");
  return { text, token, grant };
}

function fits(bound: Confirmation = {}, proved: Confirmation = {}): boolean {
  return (
    (bound.jkt === undefined || bound.jkt === proved.jkt) &&
    (bound["x5t#S256"] === undefined || bound["x5t#S256"] === proved["x5t#S256"])
  );
}

async function keep(context: ProviderContext, { access, response }: PreparedTokens): Promise<TokenResponse> {
  const outcome = await context.store.grants.issue({ tokens: [access.row], nowMs: context.clock() });
  if (outcome.outcome !== "issued") throw new IssueRefused(outcome);
  return response;
}

interface Successor {
  readonly client: RegisteredClient;
  readonly prepared: PreparedTokens;
}

async function rotate(
  context: ProviderContext,
  { text, token, grant }: PresentedToken,
  { client, prepared }: Successor,
): Promise<TokenResponse> {
  const child = await createSuccessor(context, { text, token, grant });
  const outcome = await context.store.grants.rotate({
    hash: token.hash,
    child: child.row,
    tokens: [prepared.access.row],
    nowMs: context.clock(),
    leewayMs: refreshLeewayMs(context),
  });
  if (outcome.outcome === "rotated" || outcome.outcome === "repeated")
    return { ...prepared.response, refresh_token: child.token };
  if (outcome.outcome !== "replayed") throw dead(`the token is ${outcome.outcome}`);
  await context.store.grants.revokeGrants({ id: grant.id }, "refresh token replayed", context.clock());
  const { clientId } = client;
  context.report({ type: "refresh-token.replayed", clientId, accountId: grant.accountId, grantId: grant.id });
  throw dead("the token was used before");
}

/** The token that follows one: always the same one, and nobody can calculate it who does not know the server's secret. */
async function createSuccessor(
  context: ProviderContext,
  { text, token: parent, grant }: PresentedToken,
): Promise<NewRefreshToken> {
  const generation = parent.generation + 1;
  const token = hmacSha256(await context.keys.secret("refresh-token"), [text, String(generation)]);
  const row: StoredToken = {
    ...parent,
    hash: sha256(token),
    parentHash: parent.hash,
    generation,
    issuedAtMs: context.clock(),
    expiresAtMs: refreshExpiry(context, grant, true),
    usedAtMs: undefined,
  };
  return { token, row };
}

function dead(reason: string): Error {
  return refuse("invalid_grant", {
    description: "The refresh token is unknown, was issued to another client or key, has expired, or was taken back.",
    reason,
  });
}
