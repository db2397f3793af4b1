import type { RegisteredClient } from "../clients/registered-client.ts";
import { isSlowHash, matchesSecret } from "../clients/secret-hash.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { type ProtocolRefusal, refuse } from "../http/refusal.ts";
import { countFailure, refuseThrottled } from "../throttling/throttle.ts";
import { attemptKeys } from "./attempt-keys.ts";
import type { Credentials } from "./credentials.ts";

/** An authentication that has failed. */
export interface FailedAuthentication {
  readonly credentials: Credentials;
  /** The client, where there is one. */
  readonly client: RegisteredClient | undefined;
  /** Why in truth. */
  readonly reason: string;
}

/**
 * Makes the answer to an authentication that has failed, the same whatever the reason: counted, reported, and after about the same work. The challenge goes to who used the
 * `Authorization` field.
 * @see RFC 6749 §5.2
 */
export async function refuseClient(
  context: ProviderContext,
  request: EndpointRequest,
  { credentials, client, reason }: FailedAuthentication,
): Promise<ProtocolRefusal> {
  await spendEffort(context, credentials, client);
  const keys = await attemptKeys(context, request, credentials.clientId);
  const waitSeconds = await countFailure(context, keys);
  const said = credentials.via === "malformed" ? credentials.reason : reason;
  context.report({
    type: "client.authentication-failed",
    // A text that names no client may be a secret in the wrong place.
    clientId: client?.clientId,
    endpoint: request.path,
    error: "invalid_client",
    reason: said,
    remoteAddress: request.connection.remoteAddress,
  });
  if (waitSeconds !== undefined) {
    for (const { key } of keys) context.throttling.blocks.remember(key, waitSeconds);
    return refuseThrottled(waitSeconds);
  }
  const isInHeader = credentials.via === "basic" || (credentials.via === "malformed" && credentials.isInHeader);
  const headers = isInHeader ? { "WWW-Authenticate": `Basic realm="${context.issuer}", charset="UTF-8"` } : {};
  return refuse("invalid_client", { description: "The client could not be authenticated.", headers, reason: said });
}

/** Compares with nothing where nothing was compared, so that time does not tell who is registered, and how. */
async function spendEffort(
  context: ProviderContext,
  credentials: Credentials,
  client: RegisteredClient | undefined,
): Promise<void> {
  if (credentials.via !== "basic" && credentials.via !== "post") return;
  if (client === undefined) matchesSecret(credentials.secret, nobodysSecrets, context.clock());
  const wasSlow = client?.secrets.some(({ hash }) => isSlowHash(hash)) === true;
  if (!wasSlow) await context.clientAuthentication.spendSlowEffort();
}

const nobodysSecrets = [{ hash: "sha256 nobody's-secret-nobody's-secret-nobody's-se", createdAtMs: 0 }];
