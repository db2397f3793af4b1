import { isAuthError } from "../../errors/auth-error.ts";
import { isConfigurationError } from "../../errors/families.ts";
import { type ClientAssertionCredential, verifyClientAssertion } from "../../jwt-profiles/verify-client-assertion.ts";
import type { ProviderContext } from "../context.ts";
import { ProtocolRefusal } from "../http/refusal.ts";
import { isFapi } from "../profiles/provider-profile.ts";
import { claimFor } from "../throttling/claim-replay.ts";
import type { AuthenticationAttempt, Verdict } from "./authentication-method.ts";

/**
 * Verifies a client assertion with what the client is registered with.
 * @see RFC 7523 §3
 */
export async function verifyAssertion(
  context: ProviderContext,
  { client, credentials, request }: AuthenticationAttempt,
  credential: ClientAssertionCredential,
): Promise<Verdict> {
  if (credentials.via !== "assertion") return "another method than the registered one";
  const { issuer, clock, options } = context;
  try {
    await verifyClientAssertion(credentials.assertion, {
      issuer,
      clientId: client.clientId,
      credential,
      clock,
      replayStore: claimFor(context, request, { client }),
      fapi: isFapi(options.profile),
      requireType: options.clientAuthentication?.requireAssertionType,
      signal: request.raw.signal,
    });
    return undefined;
  } catch (error) {
    if (error instanceof ProtocolRefusal && error.error === "invalid_client") return error.reason;
    // What is wrong with the server's own set-up, and what can't be fetched, is not the client's fault.
    if (!isAuthError(error) || isConfigurationError(error)) throw error;
    return error.code;
  }
}

/** The algorithms that a client may sign with: the one it is registered with, or all of the method. */
export function assertionAlgorithms({ client }: AuthenticationAttempt, all: readonly string[]): readonly string[] {
  const registered = client.metadata.token_endpoint_auth_signing_alg;
  return registered === undefined ? all : all.filter((algorithm) => algorithm === registered);
}
