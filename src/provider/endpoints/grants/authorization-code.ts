import type { AuthorizationDetail } from "../../../../generated/messages/authorization-detail.ts";
import {
  type TokenRequestAuthorizationCode,
  tokenRequestAuthorizationCodeSchema,
} from "../../../../generated/messages/token-request-authorization-code.ts";
import type { TokenResponse } from "../../../../generated/messages/token-response.ts";
import { grantTypes } from "../../../constants/grant-types.ts";
import { scopes } from "../../../constants/scopes.ts";
import { isSameJson } from "../../../util/json-equal.ts";
import type { Account } from "../../accounts/account-source.ts";
import { type AuthorizationCode, readCode } from "../../authorization/authorization-code.ts";
import { findConsent } from "../../authorization/consent-policy.ts";
import { hasRedirectUri } from "../../authorization/find-redirect-uri.ts";
import { writeGrantDetails } from "../../authorization/grant-details.ts";
import { verifyRedemption } from "../../authorization/verify-redemption.ts";
import type { ProviderContext } from "../../context.ts";
import { sha256 } from "../../crypto/digest.ts";
import { readParameter, readParameters } from "../../http/read-form.ts";
import { ProtocolRefusal, refuse } from "../../http/refusal.ts";
import type { Grant } from "../../stores/records.ts";
import { listAllowed } from "../../tokens/choose-scope.ts";
import { IssueRefused, issueTokens } from "../../tokens/issue-tokens.ts";
import { requireAccount } from "../../tokens/require-account.ts";
import type { GrantHandler, TokenCall } from "./grant-handler.ts";

/**
 * Redeems a code, once. What does not fit the code neither uses it up nor takes anything back, or whoever has seen a code could sign people out; a second request
 * in which everything fits revokes what the first one got.
 * @see RFC 6749 §4.1.3
 * @see RFC 6749 §4.1.2
 */
export const authorizationCodeGrant: GrantHandler = {
  grantType: grantTypes.authorizationCode,
  async handle(context, call) {
    const verifier = readParameter(call.form, "code_verifier");
    const request = readParameters(tokenRequestAuthorizationCodeSchema, withoutVerifier(call.form));
    const consume = { kind: "authorization_code", hash: sha256(request.code) } as const;
    const artifact = await context.store.artifacts.find(consume);
    if (artifact === undefined) throw refuse("invalid_grant", { ...noGood, reason: "code: unknown" });
    const code = readCode(artifact);
    verifyRedemption(context, code, { call, request, verifier });
    if (artifact.consumedAtMs !== undefined) throw await answerReplay(context, code);
    if (artifact.expiresAtMs <= context.clock()) throw refuse("invalid_grant", { ...noGood, reason: "code: expired" });
    if (!hasRedirectUri(call.client, code.redirectUri))
      throw refuse("invalid_grant", { ...noGood, reason: "code: the redirect URI was taken from the client" });
    const account = await findAccount(context, code);
    try {
      const response = await redeem(context, call, { code, request, account, consume });
      await requireStillGood(context, code);
      return response;
    } catch (error) {
      if (error instanceof IssueRefused && error.outcome.outcome === "used") throw await answerReplay(context, code);
      throw error;
    }
  },
};

interface Redemption {
  readonly code: AuthorizationCode;
  readonly request: TokenRequestAuthorizationCode;
  readonly account: Account;
  readonly consume: { readonly kind: "authorization_code"; readonly hash: string };
}

function redeem(
  context: ProviderContext,
  { client, binding }: TokenCall,
  { code, request, account, consume }: Redemption,
): Promise<TokenResponse> {
  const audience = narrowAudience(code.details.resource ?? [], request.resource);
  const allowed = listAllowed(context, client, audience);
  return issueTokens(context, {
    client,
    account,
    grant: makeGrant(context, code, request),
    scope: code.scope.filter((value) => allowed.includes(value)),
    audience,
    confirmation: binding.confirmation,
    nonce: code.request.nonce,
    consume,
  });
}

function makeGrant(
  { clock, lifetimes }: ProviderContext,
  { grantId, clientId, accountId, sid, scope, details }: AuthorizationCode,
  request: TokenRequestAuthorizationCode,
): Grant {
  const nowMs = clock();
  const narrowed = narrowDetails(details.authorization_details ?? [], request.authorization_details);
  return {
    id: grantId,
    clientId,
    accountId,
    sid,
    isOffline: scope.includes(scopes.offlineAccess),
    scope,
    details: writeGrantDetails({
      ...details,
      ...(narrowed.length === 0 ? {} : { authorization_details: narrowed }),
    }),
    createdAtMs: nowMs,
    expiresAtMs: nowMs + lifetimes.grantSeconds * 1000,
  };
}

/** The account, as long as it, its session and its consent are what they were when the code was issued. */
async function findAccount(context: ProviderContext, code: AuthorizationCode): Promise<Account> {
  const { accountId, clientId, sid, scope, restsOnConsent, issuedAtMs } = code;
  const account = await requireAccount(context, accountId, issuedAtMs);
  const consent = restsOnConsent ? await findConsent(context, accountId, clientId) : undefined;
  if (restsOnConsent && (consent === undefined || !scope.every((value) => consent.scope.includes(value))))
    throw refuse("invalid_grant", { ...noGood, reason: "code: consent was withdrawn" });
  const isOnline = !scope.includes(scopes.offlineAccess);
  if (isOnline && (await context.store.sessions.findBySid(sid)) === undefined)
    throw refuse("invalid_grant", { ...noGood, reason: "code: session has ended" });
  return account;
}

/**
 * Looks once more when the tokens are written: what ended between the first look and then, a session or a password, has found nothing to take back.
 * @throws ProtocolRefusal `invalid_grant`
 */
async function requireStillGood(context: ProviderContext, code: AuthorizationCode): Promise<void> {
  try {
    await findAccount(context, code);
  } catch (error) {
    if (error instanceof ProtocolRefusal)
      await context.store.grants.revokeGrants({ id: code.grantId }, "ended meanwhile", context.clock());
    throw error;
  }
}

/** Takes back what was issued for a code that comes again: one of the two who had it should not have. */
async function answerReplay(context: ProviderContext, code: AuthorizationCode): Promise<Error> {
  const { grantId, clientId, accountId, sid } = code;
  if (context.options.tokens?.revokeOnCodeReplay !== false) await revokeBought(context, code);
  context.report({ type: "code.replayed", clientId, accountId, grantId, sid, endpoint: "/token" });
  return refuse("invalid_grant", { ...noGood, reason: "code: used before" });
}

/**
 * Where codes have a store of their own, the code is used up a moment before its grant is there. So that a replay in this moment is not lost, it leaves a revoked
 * grant in the place of the one to come, which then can't be written any more.
 */
async function revokeBought({ store, clock, lifetimes }: ProviderContext, code: AuthorizationCode): Promise<void> {
  const { grantId: id, clientId, accountId, sid } = code;
  const [nowMs, reason] = [clock(), "code_replayed"];
  const revoke = (): Promise<number> => store.grants.revokeGrants({ id }, reason, nowMs);
  if ((await revoke()) > 0) return;
  const stored = await store.grants.findGrant(id);
  if (stored !== undefined) return stored.revokedAtMs === undefined ? void (await revoke()) : undefined;
  const times = { createdAtMs: nowMs, expiresAtMs: nowMs + lifetimes.grantSeconds * 1000, revokedAtMs: nowMs };
  const grant = {
    id,
    clientId,
    accountId,
    sid,
    isOffline: false,
    scope: [],
    details: {},
    ...times,
    revokeReason: reason,
  };
  // Taken meanwhile: by the grant itself, or by another replay.
  await store.grants.issue({ grant, tokens: [], nowMs }).catch(revoke);
}

/**
 * The resources of this access token: of those that were granted some, or all.
 * @see RFC 8707 §2.2
 */
function narrowAudience(granted: readonly string[], wanted: readonly string[] = []): readonly string[] {
  if (wanted.length === 0) return granted;
  if (wanted.every((resource) => granted.includes(resource))) return [...new Set(wanted)];
  throw refuse("invalid_target", "A resource is asked for that was not granted (RFC 8707, 2.2).");
}

/**
 * The authorization details of the grant: those that were granted, or what the client wants of them.
 * @see RFC 9396 §6
 */
function narrowDetails(
  granted: readonly AuthorizationDetail[],
  wanted: readonly AuthorizationDetail[] = [],
): readonly AuthorizationDetail[] {
  if (wanted.length === 0) return granted;
  // Out of what was granted, so that nothing is there more often than the person has allowed it.
  if (wanted.every((detail) => granted.some((each) => isSameJson(each, detail))))
    return granted.filter((each) => wanted.some((detail) => isSameJson(each, detail)));
  throw refuse(
    "invalid_authorization_details",
    "Authorization details are asked for that were not granted (RFC 9396, 6).",
  );
}

/** A verifier of the wrong form is as wrong as any other, and gets the same answer. */
function withoutVerifier(form: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...form].filter(([name]) => name !== "code_verifier"));
}

const noGood = { description: "The code is not known, has expired, was used, or is not for this request." };
