import { matchesSecret } from "../clients/client-secret.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readParameter } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";

/** A client that has proved who it is, or a public one that has said so. */
export interface AuthenticatedClient {
  readonly client: RegisteredClient;
  /** Whether it proved it: a public client has not. */
  readonly isConfidential: boolean;
}

/**
 * Finds out which client sends a request, and makes it prove it by the method it is registered with.
 * @throws ProtocolRefusal `invalid_client`, the same for an unknown client, a disabled one and a wrong secret; `invalid_request` for more than one method at once
 * @see RFC 6749 §2.3
 */
export async function authenticateClient(
  context: ProviderContext,
  { raw }: EndpointRequest,
  form: URLSearchParams,
): Promise<AuthenticatedClient> {
  const basic = readBasic(raw.headers.get("authorization"));
  const clientId = basic?.clientId ?? readParameter(form, "client_id");
  const secret = basic?.secret ?? readParameter(form, "client_secret");
  const headers = basic === undefined ? {} : { "WWW-Authenticate": `Basic realm="${context.issuer}"` };
  const client = clientId === undefined ? undefined : await context.clients.find(clientId);
  const isPublic = client?.authMethod === "none" && secret === undefined;
  if (
    client === undefined ||
    client.isDisabled ||
    !(isPublic || matchesSecret(secret ?? "", client.secrets, context.clock()))
  )
    throw refuse("invalid_client", { description: "The client could not be authenticated.", headers });
  return { client, isConfidential: !isPublic };
}

function readBasic(field: string | null): { readonly clientId: string; readonly secret: string } | undefined {
  if (field === null || !field.startsWith("Basic ")) return undefined;
  const [clientId = "", secret = ""] = Buffer.from(field.slice(6), "base64").toString().split(":").map(decodeFormText);
  return { clientId, secret };
}

function decodeFormText(text: string): string {
  return decodeURIComponent(text.replaceAll("+", "%20"));
}
