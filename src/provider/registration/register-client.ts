import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import type { RegistrationResponse } from "../../../generated/messages/registration-response.ts";
import { randomBase64url } from "../../util/random.ts";
import { type CreatedSecret, createSecret, needsReadableSecret } from "../clients/client-secret.ts";
import type { ProviderContext } from "../context.ts";
import type { JsonObject, StoredClient } from "../stores/records.ts";
import { createRegistrationToken } from "./registration-token.ts";

/**
 * Stores a new client whose metadata have been checked. The secret, where its method needs one, is in the answer and nowhere else.
 * @see RFC 7591 §3.2.1
 */
export async function registerClient(
  context: ProviderContext,
  metadata: ClientMetadata,
): Promise<RegistrationResponse> {
  const nowMs = context.clock();
  const clientId = randomBase64url(16, context.random);
  const issued = needsSecret(metadata) ? await issueSecret(context, clientId, metadata) : undefined;
  const client: StoredClient = {
    clientId,
    metadata: toJson(metadata),
    secrets: issued === undefined ? [] : [issued.stored],
    createdAtMs: nowMs,
    version: 1,
  };
  if (!(await context.store.clients.put(client))) throw new Error("A random client_id is taken.");
  context.report({ type: "client.registered", clientId: client.clientId });
  return describeRegistration(context, client, issued);
}

/** What a client is told of its registration. */
export async function describeRegistration(
  context: ProviderContext,
  client: StoredClient,
  issued?: CreatedSecret,
): Promise<RegistrationResponse> {
  const { clientId, metadata, createdAtMs } = client;
  return {
    ...metadata,
    client_id: clientId,
    client_id_issued_at: Math.floor(createdAtMs / 1000),
    ...(issued === undefined
      ? {}
      : {
          client_secret: issued.secret,
          client_secret_expires_at: Math.floor((issued.stored.expiresAtMs ?? 0) / 1000),
        }),
    registration_access_token: await createRegistrationToken(context, client),
    registration_client_uri: `${context.urlOf("/register")}/${encodeURIComponent(clientId)}`,
  };
}

/** Makes a secret of 256 random bits, kept so that the server can read it where the client's metadata need that. */
export function issueSecret(
  context: ProviderContext,
  clientId: string,
  metadata: ClientMetadata,
): Promise<CreatedSecret> {
  const lifetime = context.options.registration?.clientSecretSeconds;
  const expiresAtMs = lifetime === undefined ? undefined : context.clock() + lifetime * 1000;
  return createSecret(context, { clientId, expiresAtMs, isReadable: needsReadableSecret(metadata) });
}

/** Whether a client authenticates with a secret. */
export function needsSecret({ token_endpoint_auth_method: method = "client_secret_basic" }: ClientMetadata): boolean {
  return method.startsWith("client_secret_");
}

/** Metadata as a store keeps them. */
export function toJson(metadata: ClientMetadata): JsonObject {
  return JSON.parse(JSON.stringify(metadata));
}
