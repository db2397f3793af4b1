import { equalConstantTime } from "../../util/constant-time.ts";
import type { ProviderContext } from "../context.ts";
import { hmacSha256 } from "../crypto/digest.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { refuse } from "../http/refusal.ts";
import type { StoredClient } from "../stores/records.ts";

/**
 * The token with which a client manages its registration: derived from the server's secret, so that it needs no row, and dies with the client.
 * @see RFC 7592 §3
 */
export async function createRegistrationToken(
  { keys }: ProviderContext,
  { clientId, createdAtMs }: Pick<StoredClient, "clientId" | "createdAtMs">,
): Promise<string> {
  return hmacSha256(await keys.secret("registration"), [clientId, String(createdAtMs)]);
}

/**
 * Finds the client that a request manages.
 * @throws ProtocolRefusal 401 `invalid_token`, the same for a client that is not there and a token that is not its own
 * @see RFC 7592 §2
 */
export async function requireRegistrationToken(
  context: ProviderContext,
  { raw }: EndpointRequest,
  clientId: string,
): Promise<StoredClient> {
  const token = readBearer(raw);
  const client = await context.store.clients.find(clientId);
  const expected = await createRegistrationToken(context, client ?? { clientId, createdAtMs: 0 });
  if (
    client !== undefined &&
    client.disabledAtMs === undefined &&
    token !== undefined &&
    equalConstantTime(token, expected)
  )
    return client;
  throw invalidToken("The registration access token is not good for this client.");
}

/** The bearer token of a request: in the header, never in the query. */
export function readBearer(raw: Request): string | undefined {
  return /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(raw.headers.get("authorization") ?? "")?.[1];
}

/** What a bearer token that is not accepted is answered. */
export function invalidToken(description: string): Error {
  return refuse("invalid_token", { description, headers: { "WWW-Authenticate": 'Bearer error="invalid_token"' } });
}
