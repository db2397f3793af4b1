import { cibaLabel } from "../../generated/documents.ts";
import type { IdToken } from "../../generated/messages/id-token.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import type { TokenResponse } from "../../generated/messages/token-response.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { calculateTokenHash } from "../jose/token-hash.ts";
import { equalConstantTime } from "../util/constant-time.ts";
import { verifyResponseIdToken } from "./grants/grant-result.ts";

/** What is known of a backchannel authentication when its tokens arrive. */
export interface BackchannelIdTokenExpectations {
  /** Identifier of the authentication request. */
  readonly authReqId: string;
  /** Whether the tokens were pushed to the client: the ID token then must say what they belong to. */
  readonly isPushed: boolean;
  /** The user whom the token must be about, when that is known. */
  readonly subject?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Verifies the ID token of a backchannel authentication: as every ID token, without a `nonce`, and that it belongs to the request and
 * to the tokens beside it. What was pushed arrives from outside, so there the claims that say so are required.
 * @throws VerificationError `ERR_VERIFICATION_AUTH_REQ_ID`, `ERR_VERIFICATION_HASH`, `ERR_VERIFICATION_ID_TOKEN_MISSING`, and as `verifyIdToken`
 * @see CIBA Core §10.3.1
 */
export async function verifyBackchannelIdToken(
  context: ExchangeContext,
  response: TokenResponse,
  { authReqId, isPushed, subject, signal }: BackchannelIdTokenExpectations,
): Promise<IdToken> {
  const headers: JwsHeader[] = [];
  const onVerified = (header: JwsHeader): void => void headers.push(header);
  const claims = await verifyResponseIdToken(context, response, { nonce: undefined, subject, signal, onVerified });
  const { at_hash, [authReqIdClaim]: about, [refreshTokenHashClaim]: rt_hash } = claims;
  if (about === undefined ? isPushed : !equalConstantTime(about, authReqId)) throw otherRequest(about);
  if (at_hash === undefined && isPushed) throw wrongHash("at_hash", "is missing, although the tokens were pushed");
  const { refresh_token } = response;
  if (refresh_token === undefined) return claims;
  if (rt_hash === undefined) {
    if (isPushed) throw wrongHash(refreshTokenHashClaim, "is missing, although a refresh token was pushed");
    return claims;
  }
  const expected = await calculateTokenHash(headers[0]?.alg ?? "", refresh_token);
  if (!equalConstantTime(rt_hash, expected)) throw wrongHash(refreshTokenHashClaim, "does not match the refresh token");
  return claims;
}

function otherRequest(found: string | undefined): VerificationError {
  return new VerificationError("ERR_VERIFICATION_AUTH_REQ_ID", {
    message: `The ID token ${found === undefined ? "does not say which authentication request it answers" : "answers another authentication request"}.`,
    parameter: authReqIdClaim,
    specification: specification("ciba", "10.3.1", [cibaLabel]),
    remedy: "Do not use the tokens: they may belong to another user's login.",
  });
}

function wrongHash(claim: string, problem: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_HASH", {
    message: `The ID token's ${claim} ${problem}.`,
    parameter: claim,
    specification: specification("ciba", "10.3.1", [cibaLabel]),
  });
}

const authReqIdClaim = "urn:openid:params:jwt:claim:auth_req_id";
const refreshTokenHashClaim = "urn:openid:params:jwt:claim:rt_hash";
