import {
  type ClientAttestationChallenge,
  clientAttestationChallengeSchema,
} from "../../generated/messages/client-attestation-challenge.ts";
import { type CallOptions, requireEndpoint } from "../exchange/context.ts";
import { type ReadingContext, type ReadOptions, readMessage } from "../exchange/read-message.ts";
import type { HttpAnswer } from "../http/types.ts";
import type { RegistrationContext } from "./registration.ts";

/**
 * Reads the answer of the challenge endpoint.
 * @throws OAuthError, ResponseError or ValidationError as every answer does
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-attestation-based-client-auth/
 * @experimental The draft may change.
 */
export function readAttestationChallengeResponse(
  context: ReadingContext,
  answer: HttpAnswer,
  options: ReadOptions = {},
): ClientAttestationChallenge {
  return readMessage(context, answer, clientAttestationChallengeSchema, options);
}

/**
 * Asks the server for a challenge, for the option `challenge` of `clientAttestation`. Needs no client authentication. A challenge may be bound to little time: ask
 * for one shortly before it is needed.
 * @returns the challenge, or `undefined` where the server gives none
 * @throws ConfigurationError `ERR_CONFIGURATION_METADATA_MISSING` when the server has no challenge endpoint, and as {@link readAttestationChallengeResponse}
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-attestation-based-client-auth/
 * @experimental The draft may change.
 */
export async function fetchAttestationChallenge(
  context: RegistrationContext,
  { signal }: Pick<CallOptions, "signal"> = {},
): Promise<string | undefined> {
  const startedAt = context.clock();
  const url = requireEndpoint(context.metadata, endpointName);
  const answer = await context.http.post({ path: "/challenge", url, endpointName, accept: "application/json", signal });
  return readAttestationChallengeResponse(context, answer, { startedAt }).attestation_challenge;
}

const endpointName = "challenge_endpoint";
