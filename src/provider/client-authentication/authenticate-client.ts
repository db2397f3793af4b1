import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { refuseThrottled } from "../throttling/throttle.ts";
import { attemptKeys } from "./attempt-keys.ts";
import { authenticationMethods } from "./authentication-methods.ts";
import { accepts } from "./client-authentication-options.ts";
import { readCredentials } from "./read-credentials.ts";
import { refuseClient } from "./refuse-client.ts";

/** A client that has proved who it is, or a public one that has said so. */
export interface AuthenticatedClient {
  readonly client: RegisteredClient;
  /** Whether it proved it: a public client has not. */
  readonly isConfidential: boolean;
}

/**
 * Finds out which client sends a request, and makes it prove it by the method it is registered with: the one way in for every endpoint that clients call.
 * @throws ProtocolRefusal `invalid_client`, the same for an unknown client, a disabled one and a wrong secret; `invalid_request` for more than one method at once;
 * `temporarily_unavailable` with `Retry-After`: 429 after too many failures, 503 where the client's keys can't be fetched
 * @see RFC 6749 §2.3
 */
export async function authenticateClient(
  context: ProviderContext,
  request: EndpointRequest,
  form: URLSearchParams,
): Promise<AuthenticatedClient> {
  const credentials = readCredentials(request.raw.headers, form);
  const { clientId } = credentials;
  // Where nobody knows who sends it, a block could be the work of anybody: then the right secret still counts.
  const isKnown = request.connection.remoteAddress !== undefined;
  if (isKnown && !context.throttling.blocks.isEmpty()) await refuseBlocked(context, request, clientId);
  const isId = clientId !== undefined && clientId.length <= maxIdLength && !/\p{Cc}/u.test(clientId);
  const client = isId ? await context.clients.find(clientId) : undefined;
  const method = client === undefined ? undefined : authenticationMethods.get(client.authMethod);
  if (
    client === undefined ||
    method === undefined ||
    !accepts(context.clientAuthentication.methods, client.authMethod)
  ) {
    const reason = client === undefined ? "an unknown client, or none" : "a client of a method that is not accepted";
    throw await refuseClient(context, request, { credentials, client, reason });
  }
  context.clientAuthentication.noteSecrets(client);
  const verdict = method.verify(context, { client, credentials, request });
  const problem = typeof verdict === "object" ? await verdict : verdict;
  // A disabled client is verified too, so that it takes as long.
  const reason = problem ?? (client.isDisabled ? "a disabled client" : undefined);
  if (reason !== undefined) throw await refuseClient(context, request, { credentials, client, reason });
  return { client, isConfidential: method.isProof };
}

/** What this process knows to be blocked is refused before anything else is done. */
async function refuseBlocked(
  context: ProviderContext,
  request: EndpointRequest,
  clientId: string | undefined,
): Promise<void> {
  for (const { key } of await attemptKeys(context, request, clientId)) {
    const waitSeconds = context.throttling.blocks.find(key);
    if (waitSeconds !== undefined) throw refuseThrottled(waitSeconds);
  }
}

/** Longer than any URL that a client is identified by. */
const maxIdLength = 2048;
