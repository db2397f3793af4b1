import type { IdToken } from "../../../generated/messages/id-token.ts";
import type { TokenResponse } from "../../../generated/messages/token-response.ts";
import { VerificationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import type { ExchangeContext } from "../../exchange/context.ts";
import { chooseIdTokenAlgorithms } from "../../id-token/algorithms.ts";
import { type IdTokenExpectations, verifyIdToken } from "../../id-token/verify-id-token.ts";

/** A token response with the verified claims of its ID token, if it has one. */
export interface GrantResult {
  readonly response: TokenResponse;
  readonly claims: IdToken | undefined;
  /** When the response arrived, in milliseconds since 1970. */
  readonly receivedAt: number;
}

/** What the request says about the ID token of its response. */
export type ResponseIdTokenExpectations = Pick<
  IdTokenExpectations,
  "nonce" | "acceptAnyNonce" | "signal" | "maxAgeSeconds" | "requireAuthTime" | "acrValues" | "subject"
>;

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
  const startedAt = context.clock();
  const { signal, nonce, acceptAnyNonce, maxAgeSeconds, requireAuthTime, acrValues, subject } = expectations;
  return verifyIdToken(response.id_token, {
    signal,
    nonce,
    acceptAnyNonce,
    maxAgeSeconds,
    requireAuthTime,
    acrValues,
    subject,
    receivedFrom: "token_endpoint",
    issuer: context.metadata.issuer,
    clientId: context.clientId,
    keys: context.keys,
    algorithms: chooseIdTokenAlgorithms({
      supported: context.metadata.id_token_signing_alg_values_supported,
      accepted: context.idTokenAlgorithms,
    }),
    accessToken: response.access_token,
    clock: context.clock,
    clockToleranceSeconds: context.clockToleranceSeconds,
    tolerate: context.tolerate,
    onVerified: ({ alg, kid }) => {
      const durationMs = context.clock() - startedAt;
      context.report?.({ type: "id-token-verified", issuer: context.metadata.issuer, algorithm: alg, kid, durationMs });
    },
    onTolerated: (deviations) => {
      for (const deviation of deviations)
        context.report?.({ type: "tolerated", message: "IdToken", endpoint: "token_endpoint", deviation });
    },
  });
}
