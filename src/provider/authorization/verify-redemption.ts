import type { TokenRequestAuthorizationCode } from "../../../generated/messages/token-request-authorization-code.ts";
import { equalConstantTime } from "../../util/constant-time.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import type { TokenCall } from "../endpoints/grants/grant-handler.ts";
import { refuse } from "../http/refusal.ts";
import type { AuthorizationCode } from "./authorization-code.ts";

/** A token request with a code. */
export interface RedemptionRequest {
  readonly call: TokenCall;
  readonly request: TokenRequestAuthorizationCode;
  /** `code_verifier` as it came. */
  readonly verifier: string | undefined;
}

/**
 * Verifies that a token request is the one that a code was issued for: of the same client, with the same redirect URI, the verifier of the challenge, and the
 * key that the code is bound to. It changes nothing.
 * @throws ProtocolRefusal `invalid_grant`
 * @see RFC 6749 §4.1.3
 * @see RFC 7636 §4.6
 * @see RFC 9449 §10
 * @see RFC 9700 §4.8
 */
export function verifyRedemption(
  { options }: ProviderContext,
  code: AuthorizationCode,
  { call, request, verifier }: RedemptionRequest,
): void {
  const { redirect_uri: sent, code_challenge: challenge, dpop_jkt: jkt } = code.request;
  if (code.clientId !== call.client.clientId) throw mismatch("client");
  if (request.redirect_uri === undefined) {
    // OAuth 2.1 has no such parameter here, because PKCE binds the code already.
    const mayBeAbsent = sent === undefined || (options.profile === "oauth21" && challenge !== undefined);
    if (!mayBeAbsent) throw mismatch("redirect_uri is missing");
  } else if (request.redirect_uri !== code.redirectUri) throw mismatch("redirect_uri");
  verifyChallenge(challenge, verifier);
  if (jkt !== undefined && call.binding.confirmation?.jkt !== jkt) throw mismatch("DPoP key");
}

function verifyChallenge(challenge: string | undefined, verifier: string | undefined): void {
  if (challenge === undefined) {
    if (verifier !== undefined) throw mismatch("code_verifier without code_challenge");
    return;
  }
  if (verifier === undefined) throw mismatch("code_verifier is missing");
  if (!verifierForm.test(verifier)) throw mismatch("code_verifier is malformed");
  if (!equalConstantTime(sha256(verifier), challenge)) throw mismatch("code_verifier");
}

/** One answer, whatever does not fit. */
function mismatch(reason: string): Error {
  const description = "The code is not known, has expired, was used, or is not for this request.";
  return refuse("invalid_grant", { description, reason: `code: wrong ${reason}` });
}

const verifierForm = /^[A-Za-z0-9._~-]{43,128}$/;
