import type { IdToken } from "../../../generated/messages/id-token.ts";
import type { TokenResponse } from "../../../generated/messages/token-response.ts";
import { VerificationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import type { ExchangeContext } from "../../exchange/context.ts";
import { type ReceivedIdTokenExpectations, verifyReceivedIdToken } from "../received-id-token.ts";

/** A token response with the verified claims of its ID token, if it has one. */
export interface GrantResult {
  readonly response: TokenResponse;
  readonly claims: IdToken | undefined;
  /** When the response arrived, in milliseconds since 1970. */
  readonly receivedAt: number;
}

/** What the request says about the ID token of its response. */
export type ResponseIdTokenExpectations = Pick<
  ReceivedIdTokenExpectations,
  "nonce" | "acceptAnyNonce" | "signal" | "maxAgeSeconds" | "requireAuthTime" | "acrValues" | "subject" | "onVerified"
>;

/** What the grant says about its response. */
export interface GrantExpectations extends ResponseIdTokenExpectations {
  /** Whether an ID token must be there. One that is there is verified in any case. */
  readonly requireIdToken: boolean;
}

/**
 * Makes the result of a grant: an ID token is verified wherever there is one.
 * @throws as {@link verifyResponseIdToken}
 */
export async function completeGrant(
  context: ExchangeContext,
  response: TokenResponse,
  { requireIdToken, ...expectations }: GrantExpectations,
): Promise<GrantResult> {
  const receivedAt = context.clock();
  const hasClaims = requireIdToken || response.id_token !== undefined;
  const claims = hasClaims ? await verifyResponseIdToken(context, response, expectations) : undefined;
  return Object.freeze({ response, claims, receivedAt });
}

/**
 * Verifies the ID token of a token response, with every rule of OpenID Connect Core §3.1.3.7 and the signature always.
 * @throws VerificationError `ERR_VERIFICATION_ID_TOKEN_MISSING` when there is none, and as `verifyIdToken`
 * @see OpenID Connect Core §3.1.3.5
 */
export async function verifyResponseIdToken(
  context: ExchangeContext,
  response: TokenResponse,
  expectations: ResponseIdTokenExpectations,
): Promise<IdToken> {
  if (response.id_token === undefined) {
    throw new VerificationError("ERR_VERIFICATION_ID_TOKEN_MISSING", {
      message: "The token response has no id_token, although the scope openid was asked for.",
      parameter: "id_token",
      specification: specification("oidc-core", "3.1.3.3"),
      remedy: "Check that the server is an OpenID provider, or leave openid out of the scope.",
    });
  }
  return verifyReceivedIdToken(context, response.id_token, {
    ...expectations,
    receivedFrom: "token_endpoint",
    endpoint: "token_endpoint",
    accessToken: response.access_token,
  });
}
