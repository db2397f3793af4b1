import { registrationRequestSchema } from "../../../generated/messages/registration-request.ts";
import { registrationUpdateRequestSchema } from "../../../generated/messages/registration-update-request.ts";
import { needsReadableSecret } from "../clients/client-secret.ts";
import { matchesSecret } from "../clients/secret-hash.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { type JsonErrors, readJson } from "../http/read-json.ts";
import { refuse } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
import { checkRegistration } from "../registration/check-registration.ts";
import {
  describeRegistration,
  issueSecret,
  needsSecret,
  registerClient,
  toJson,
} from "../registration/register-client.ts";
import { invalidToken, readBearer, requireRegistrationToken } from "../registration/registration-token.ts";
import type { Artifact, StoredClient } from "../stores/records.ts";
import { limitRequests, requestNetwork } from "../throttling/limit-requests.ts";

/**
 * Dynamic registration, for those whom the option `registration` lets in.
 * @see RFC 7591 §3
 */
export const registrationRoute: Route = {
  path: "/register",
  methods: ["POST"],
  kind: "endpoint",
  metadata: "registration_endpoint",
  isOffered: ({ registration }) => registration !== undefined,
  handle: handleRegistration,
};

/**
 * What a client may do with its own registration.
 * @see RFC 7592 §2
 */
export const registrationManagementRoute: Route = {
  path: "/register/:client_id",
  methods: ["GET", "PUT", "DELETE"],
  kind: "endpoint",
  isOffered: ({ registration }) => registration !== undefined,
  handle: handleManagement,
};

async function handleRegistration(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const initialAccessToken = await findInitialAccessToken(context, request.raw);
  const message = await readJson(request, registrationRequestSchema, errors);
  if (initialAccessToken === undefined) await limitRequests(context, "registration", requestNetwork(request));
  const metadata = await checkRegistration(context, message, {
    action: "create",
    remoteAddress: request.connection.remoteAddress,
    hasInitialAccessToken: initialAccessToken !== undefined,
  });
  // A registration that is refused uses nothing up.
  if (initialAccessToken !== undefined) await useInitialAccessToken(context, initialAccessToken);
  return respondJson(await registerClient(context, metadata), { status: 201 });
}

/** A token that is there must be good, also where none is needed. */
async function findInitialAccessToken(
  { store, clock, options }: ProviderContext,
  raw: Request,
): Promise<Artifact | undefined> {
  const token = readBearer(raw);
  if (token === undefined) {
    if (options.registration?.access === "open" && !raw.headers.has("authorization")) return undefined;
    throw invalidToken("An initial access token is needed to register a client.");
  }
  const artifact = await store.artifacts.find({ kind: "initial_access_token", hash: sha256(token) });
  if (artifact === undefined || artifact.consumedAtMs !== undefined || artifact.expiresAtMs <= clock())
    throw invalidToken(notGood);
  return artifact;
}

async function useInitialAccessToken({ store, clock }: ProviderContext, artifact: Artifact): Promise<void> {
  if (artifact.payload.isReusable === true) return;
  const { outcome } = await store.artifacts.consume(artifact, clock());
  if (outcome !== "consumed") throw invalidToken(notGood);
}

async function handleManagement(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const { client_id: clientId = "" } = request.pathParameters;
  const client = await requireRegistrationToken(context, request, clientId);
  if (request.raw.method === "DELETE") {
    await context.store.clients.remove(clientId);
    await context.store.grants.revokeGrants({ clientId }, "client removed", context.clock());
    context.report({ type: "client.removed", clientId });
    return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
  }
  if (request.raw.method === "PUT") return replaceRegistration(context, request, client);
  return respondJson(await describeRegistration(context, client));
}

/**
 * Replaces the metadata as a whole. The secret can be confirmed, not chosen; members that only the server sets are refused.
 * @see RFC 7592 §2.2
 */
async function replaceRegistration(
  context: ProviderContext,
  request: EndpointRequest,
  client: StoredClient,
): Promise<Response> {
  const message = await readJson(request, registrationUpdateRequestSchema, errors);
  const { client_id: clientId, client_secret: secret, ...wanted } = message;
  if (clientId !== client.clientId)
    throw refuse("invalid_client_metadata", "client_id must be that of the client (RFC 7592 §2.2).");
  const set = serverMembers.find((member) => wanted[member] !== undefined);
  if (set !== undefined) throw refuse("invalid_client_metadata", `${set} is set by the server alone (RFC 7592 §2.2).`);
  const nowMs = context.clock();
  if (secret !== undefined && !matchesSecret(secret, client.secrets, nowMs))
    throw refuse("invalid_client_metadata", "client_secret is not the client's own (RFC 7592 §2.2).");
  const facts = { action: "update", clientId, hasInitialAccessToken: false } as const;
  const metadata = await checkRegistration(context, wanted, {
    ...facts,
    remoteAddress: request.connection.remoteAddress,
  });
  // A client that has come to need a secret gets one; one that has none to need loses it.
  const isReadable = !needsReadableSecret(metadata) || client.secrets.some(({ sealed }) => sealed !== undefined);
  const kept = needsSecret(metadata) && isReadable ? client.secrets : [];
  const issued =
    needsSecret(metadata) && kept.length === 0 ? await issueSecret(context, clientId, metadata) : undefined;
  const secrets = issued === undefined ? kept : [issued.stored];
  const changed = { ...client, metadata: toJson(metadata), secrets, version: client.version + 1 };
  if (!(await context.store.clients.update(changed)))
    throw refuse("temporarily_unavailable", { description: "The client was changed meanwhile.", status: 409 });
  context.report({ type: "client.changed", clientId });
  return respondJson(await describeRegistration(context, changed, issued));
}

/** RFC 7591 §3.2.2 */
const errors: JsonErrors = { error: "invalid_client_metadata", members: { redirect_uris: "invalid_redirect_uri" } };
const serverMembers = [
  "registration_access_token",
  "registration_client_uri",
  "client_secret_expires_at",
  "client_id_issued_at",
];

const notGood = "The initial access token is not good, or no longer.";
