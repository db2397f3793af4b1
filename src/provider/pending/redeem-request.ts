import type { AuthorizationDetail } from "../../../generated/messages/authorization-detail.ts";
import type { TokenResponse } from "../../../generated/messages/token-response.ts";
import { scopes } from "../../constants/scopes.ts";
import { randomBase64url } from "../../util/random.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import type { TokenCall } from "../endpoints/grants/grant-handler.ts";
import type { Grant, JsonObject } from "../stores/records.ts";
import { narrowAudience } from "../tokens/choose-audience.ts";
import { narrowScope } from "../tokens/choose-scope.ts";
import { narrowDetails, writeAuthorizationDetails } from "../tokens/grant-facts.ts";
import { accessTokenSeconds } from "../tokens/issue-access-token.ts";
import { issueTokens } from "../tokens/issue-tokens.ts";
import { requireAccount } from "../tokens/require-account.ts";
import type { PendingKind } from "./pending-request.ts";
import { type ApprovedRequest, pollRequest } from "./poll-request.ts";

/** What a client sends to fetch its tokens. */
export interface Redemption {
  readonly kind: PendingKind;
  /** `device_code` or `auth_req_id`. */
  readonly handle: string;
  readonly resource?: readonly string[] | undefined;
  readonly authorization_details?: readonly AuthorizationDetail[] | undefined;
}

/**
 * Gives the tokens of a request that its person has allowed, once.
 * @throws ProtocolRefusal as {@link pollRequest}; `invalid_grant` where the account is not good any more, or somebody else was first
 */
export async function redeemRequest(
  context: ProviderContext,
  { client, binding }: TokenCall,
  redemption: Redemption,
): Promise<TokenResponse> {
  const key = { kind: redemption.kind, hash: sha256(redemption.handle) };
  const approved = await pollRequest(context, key, client);
  const { approval, pending } = approved;
  const account = await requireAccount(context, approval.accountId, approval.approvedAtMs);
  const audience = narrowAudience(context, redemption.resource ?? [], pending.resource);
  const grant = narrowDetails(
    createGrant(context, { ...approved, client, audience }),
    redemption.authorization_details,
  );
  const scope = narrowScope(context, undefined, { client, audience, granted: grant.scope });
  const { confirmation } = binding;
  return issueTokens(context, { client, grant, account, scope, audience, confirmation, consume: key });
}

interface GrantParts extends ApprovedRequest {
  readonly client: RegisteredClient;
  readonly audience: readonly string[];
}

/** The grant belongs to no session: what signs in is another device, and it stays when the person leaves the browser. */
function createGrant(context: ProviderContext, { client, audience, pending, approval }: GrantParts): Grant {
  const nowMs = context.clock();
  const granted = narrowScope(context, undefined, { client, audience: pending.resource, granted: pending.scope });
  const isOffline = granted.includes(scopes.offlineAccess);
  const seconds = isOffline ? context.lifetimes.grantSeconds : accessTokenSeconds(context, client, audience);
  return {
    id: randomBase64url(16, context.random),
    clientId: client.clientId,
    accountId: approval.accountId,
    isOffline,
    scope: granted,
    details: describeApproval(approval, pending),
    createdAtMs: nowMs,
    expiresAtMs: nowMs + seconds * 1000,
  };
}

function describeApproval(
  { authTimeMs, acr, amr }: ApprovedRequest["approval"],
  { resource, authorizationDetails }: ApprovedRequest["pending"],
): JsonObject {
  return {
    resource,
    ...writeAuthorizationDetails(authorizationDetails),
    auth_time: Math.floor(authTimeMs / 1000),
    ...(amr.length === 0 ? {} : { amr }),
    ...(acr === undefined ? {} : { acr }),
  };
}
