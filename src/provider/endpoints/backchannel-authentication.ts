import {
  type BackchannelAuthenticationRequest,
  backchannelAuthenticationRequestSchema,
} from "../../../generated/messages/backchannel-authentication-request.ts";
import type { BackchannelAuthenticationResponse } from "../../../generated/messages/backchannel-authentication-response.ts";
import { grantTypes } from "../../constants/grant-types.ts";
import { systemWait } from "../../util/wait.ts";
import type { Account } from "../accounts/account-source.ts";
import { checkAuthorizationDetails } from "../authorization/check-authorization-details.ts";
import { type AuthenticatedClient, authenticateClient } from "../client-authentication/authenticate-client.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import { createHandle } from "../crypto/handle.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameters } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
import { deliveryModes } from "../pending/check-ciba-client.ts";
import { type BackchannelRequest, type CibaOptions, defaultRequestSeconds } from "../pending/ciba-options.ts";
import { findHintedAccount } from "../pending/find-hinted-account.ts";
import { defaultIntervalSeconds, writePending } from "../pending/pending-request.ts";
import { sealPing } from "../pending/send-ping.ts";
import type { JsonObject } from "../stores/records.ts";
import { limitRequests } from "../throttling/limit-requests.ts";
import { chooseAudience } from "../tokens/choose-audience.ts";
import { chooseScope } from "../tokens/choose-scope.ts";

/**
 * Takes a client's request that a person, whom it names, sign in on a device of theirs. The client polls for the outcome, or is pinged and fetches it then.
 * @see CIBA Core §7
 */
export const backchannelAuthenticationRoute: Route = {
  path: "/bc-authorize",
  methods: ["POST"],
  kind: "endpoint",
  metadata: "backchannel_authentication_endpoint",
  isOffered: ({ ciba }) => ciba !== undefined,
  handle: handleBackchannelAuthentication,
};

async function handleBackchannelAuthentication(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const { ciba } = context.options;
  if (ciba === undefined) throw new Error("The endpoint is there without its options.");
  const form = await readForm(request);
  const authenticated = await authenticateClient(context, request, form);
  requireCibaClient(authenticated);
  const { client } = authenticated;
  const message = readParameters(backchannelAuthenticationRequestSchema, form);
  requirePlainRequest(message);
  const notificationToken = chooseNotificationToken(client, message);
  const resource = chooseAudience(context, message.resource ?? []);
  const scope = chooseScope(context, message.scope, { client, audience: resource });
  const authorizationDetails = await checkAuthorizationDetails(context, client, message.authorization_details);
  const account = await findHintedAccount(context, client, message);
  await limitRequests(context, "backchannelRequest", account.id);
  const maxSeconds = ciba.requestSeconds ?? defaultRequestSeconds;
  const expiresInSeconds = Math.min(message.requested_expiry ?? maxSeconds, maxSeconds);
  const authReqId = createHandle(context.random);
  const asked: BackchannelRequest = {
    requestId: sha256(authReqId),
    clientId: client.clientId,
    clientName: client.metadata.client_name ?? client.clientId,
    accountId: account.id,
    scope,
    resource,
    authorizationDetails,
    bindingMessage: message.binding_message,
    acrValues: message.acr_values?.split(" ") ?? [],
    expiresAtMs: context.clock() + expiresInSeconds * 1000,
  };
  const ping =
    notificationToken === undefined
      ? {}
      : await sealPing(context, { requestId: asked.requestId, authReqId, notificationToken });
  await putRequest(context, { asked, account, ping });
  await notify(context, ciba, asked);
  context.report({
    type: "authorization.started",
    clientId: client.clientId,
    accountId: account.id,
    endpoint: request.path,
  });
  const body: BackchannelAuthenticationResponse = {
    auth_req_id: authReqId,
    expires_in: expiresInSeconds,
    interval: defaultIntervalSeconds,
  };
  return respondJson(body);
}

function requireCibaClient({ client, isConfidential }: AuthenticatedClient): void {
  if (!isConfidential) throw refuse("unauthorized_client", "CIBA is for clients that authenticate.");
  if (!client.grantTypes.includes(grantTypes.ciba))
    throw refuse("unauthorized_client", "The client is not registered for the CIBA grant.");
  if (!deliveryModes.includes(deliveryModeOf(client)))
    throw refuse("unauthorized_client", "This server offers the poll and the ping mode only.");
  if (client.metadata.backchannel_authentication_request_signing_alg !== undefined)
    throw refuse("unauthorized_client", "The client must sign its requests, which this server does not take.");
}

function deliveryModeOf({ metadata }: RegisteredClient): string {
  return metadata.backchannel_token_delivery_mode ?? "poll";
}

/**
 * What a client that polls sends of the kind does not count; one that is to be pinged must say what the ping proves itself with.
 * @see CIBA Core §7.1
 */
function chooseNotificationToken(
  client: RegisteredClient,
  { client_notification_token: token }: BackchannelAuthenticationRequest,
): string | undefined {
  if (deliveryModeOf(client) !== "ping") return undefined;
  if (token !== undefined) return token;
  throw refuse(
    "invalid_request",
    "client_notification_token is missing, and the client is to be pinged (CIBA Core, 7.1).",
  );
}

function requirePlainRequest({ request, binding_message: bindingMessage }: BackchannelAuthenticationRequest): void {
  if (request !== undefined) throw refuse("invalid_request", "This server takes no signed request.");
  if (bindingMessage !== undefined && !bindingMessagePattern.test(bindingMessage))
    throw refuse("invalid_binding_message", "binding_message must be 1 to 80 letters, digits and simple signs.");
}

interface RequestToPut {
  readonly asked: BackchannelRequest;
  readonly account: Account;
  /** What the ping will need, sealed. */
  readonly ping: JsonObject;
}

async function putRequest(context: ProviderContext, { asked, account, ping }: RequestToPut): Promise<void> {
  const { requestId, clientId, scope, resource, authorizationDetails, expiresAtMs } = asked;
  const isNew = await context.store.artifacts.put({
    kind: "backchannel_authentication_request",
    hash: requestId,
    clientId,
    accountId: account.id,
    payload: {
      ...writePending({
        scope,
        resource,
        authorizationDetails,
        intervalSeconds: defaultIntervalSeconds,
        isDenied: false,
      }),
      ...ping,
    },
    expiresAtMs,
    purgeAtMs: expiresAtMs + tombstoneMs,
    version: 1,
  });
  if (!isNew) throw new Error("A new request has the identifier of another.");
}

/** A person who can't be reached can't decide: the request is taken back, and the client learns at once that it may try again. */
async function notify(context: ProviderContext, ciba: CibaOptions, asked: BackchannelRequest): Promise<void> {
  const controller = new AbortController();
  const timeout = systemWait(notifyTimeoutMs, controller.signal).then(() => Promise.reject(new Error("took too long")));
  try {
    await Promise.race([(async () => ciba.notify(Object.freeze(asked)))(), timeout]);
  } catch (cause) {
    await context.store.artifacts.remove({ kind: "backchannel_authentication_request", hash: asked.requestId });
    const description = "The user's device could not be reached.";
    throw refuse("temporarily_unavailable", { description, reason: "ciba.notify failed", cause });
  } finally {
    timeout.catch(() => undefined);
    controller.abort();
  }
}

/** Plain text that any display can show, without control characters, markup, and what turns text around. */
const bindingMessagePattern = /^[\p{L}\p{N} .,:;!?#*+/()'_-]{1,80}$/u;
const notifyTimeoutMs = 10_000;
const tombstoneMs = 600_000;
