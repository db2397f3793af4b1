import type { IdToken } from "../../generated/messages/id-token.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { chooseIdTokenAlgorithms } from "../id-token/algorithms.ts";
import { type IdTokenExpectations, verifyExpectedIdToken } from "../id-token/verify-id-token.ts";

/** What a response and its request say about the ID token in it; the context knows the rest. */
export interface ReceivedIdTokenExpectations
  extends Pick<
    IdTokenExpectations,
    | "receivedFrom"
    | "nonce"
    | "acceptAnyNonce"
    | "signal"
    | "maxAgeSeconds"
    | "requireAuthTime"
    | "acrValues"
    | "subject"
    | "accessToken"
    | "code"
    | "state"
    | "onVerified"
  > {
  /** Where the token came from, for events. */
  readonly endpoint: string;
}

/**
 * Makes sure that the issuer's keys are at hand before something is spent that works once: a code, or a refresh token that rotates. What it
 * buys could not be believed without them, and would be lost.
 * @throws what the key source throws
 * @see OpenID Connect Core §10.1.1
 */
export function ensureKeys({ keys }: ExchangeContext, signal: AbortSignal | undefined): Promise<unknown> {
  // No key signs with none: whatever keys there are do.
  return keys.find({ alg: "none" }, signal);
}

/**
 * Verifies an ID token of a response with the keys, the algorithms and the clock of a context, and tells the context's owner. The context
 * and the transaction have been checked where they came in, so that wrong options are known before a code is spent.
 * @throws as `verifyIdToken`
 */
export async function verifyReceivedIdToken(
  context: ExchangeContext,
  idToken: string,
  { endpoint, ...expectations }: ReceivedIdTokenExpectations,
): Promise<IdToken> {
  const { metadata, issuerTemplate, clientId, keys, clock, clockToleranceSeconds, tolerate } = context;
  const startedAt = clock();
  return verifyExpectedIdToken(idToken, {
    ...expectations,
    issuer: metadata.issuer,
    issuerTemplate,
    clientId,
    keys,
    clock,
    clockToleranceSeconds,
    tolerate,
    algorithms: chooseIdTokenAlgorithms({
      supported: metadata.id_token_signing_alg_values_supported,
      accepted: context.idTokenAlgorithms,
    }),
    decryption: context.decryption(context.idTokenEncryption),
    onVerified: (header) => {
      const { alg, kid } = header;
      const durationMs = clock() - startedAt;
      context.report?.({ type: "id-token-verified", issuer: metadata.issuer, algorithm: alg, kid, durationMs });
      expectations.onVerified?.(header);
    },
    onTolerated: (deviations) => {
      for (const deviation of deviations)
        context.report?.({ type: "tolerated", message: "IdToken", endpoint, deviation });
    },
  });
}
