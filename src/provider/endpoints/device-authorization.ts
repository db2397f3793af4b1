import { deviceAuthorizationRequestSchema } from "../../../generated/messages/device-authorization-request.ts";
import type { DeviceAuthorizationResponse } from "../../../generated/messages/device-authorization-response.ts";
import { grantTypes } from "../../constants/grant-types.ts";
import { checkAuthorizationDetails } from "../authorization/check-authorization-details.ts";
import { authenticateClient } from "../client-authentication/authenticate-client.ts";
import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import { createHandle } from "../crypto/handle.ts";
import { createUserCode, hashUserCode, showUserCode } from "../device/user-code.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { readForm, readParameters } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";
import type { Route } from "../http/route.ts";
import { defaultIntervalSeconds, type PendingRequest, writePending } from "../pending/pending-request.ts";
import type { Artifact } from "../stores/records.ts";
import { limitPublicRequests } from "../throttling/limit-requests.ts";
import { chooseAudience } from "../tokens/choose-audience.ts";
import { chooseScope } from "../tokens/choose-scope.ts";

/**
 * Gives a device that has no browser a code for itself and one for its user.
 * @see RFC 8628 §3.1
 * @see RFC 9396 §3
 */
export const deviceAuthorizationRoute: Route = {
  path: "/device_authorization",
  methods: ["POST"],
  kind: "endpoint",
  metadata: "device_authorization_endpoint",
  handle: handleDeviceAuthorization,
};

async function handleDeviceAuthorization(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const form = await readForm(request);
  const { client } = await authenticateClient(context, request, form);
  if (!client.grantTypes.includes(grantTypes.deviceCode))
    throw refuse("unauthorized_client", "The client is not registered for the device_code grant.");
  const message = readParameters(deviceAuthorizationRequestSchema, form);
  const resource = chooseAudience(context, message.resource ?? []);
  const { authorization_details: details } = message;
  const authorizationDetails = await checkAuthorizationDetails(context, client, details);
  // Details can stand instead of a scope; then nobody asked for the rest.
  const isWithoutScope = message.scope === undefined && authorizationDetails.length > 0;
  const scope = isWithoutScope ? [] : chooseScope(context, message.scope, { client, audience: resource });
  const { clientId } = client;
  await limitPublicRequests(context, request, client);
  const { deviceCode, userCode } = await putRequest(context, { clientId, scope, resource, authorizationDetails });
  const verificationUri = context.urlOf("/device");
  const shown = showUserCode(userCode);
  const body: DeviceAuthorizationResponse = {
    device_code: deviceCode,
    user_code: shown,
    verification_uri: verificationUri,
    verification_uri_complete: `${verificationUri}?user_code=${shown}`,
    expires_in: context.lifetimes.deviceCodeSeconds,
    interval: defaultIntervalSeconds,
  };
  context.report({ type: "authorization.started", clientId, endpoint: request.path });
  return respondJson(body);
}

interface AskedFor extends Pick<PendingRequest, "scope" | "resource" | "authorizationDetails"> {
  readonly clientId: string;
}

/** A user code that is taken, by whatever chance, is replaced by another. */
async function putRequest(
  context: ProviderContext,
  { clientId, ...asked }: AskedFor,
): Promise<{ readonly deviceCode: string; readonly userCode: string }> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const deviceCode = createHandle(context.random);
    const userCode = createUserCode(context.random);
    const expiresAtMs = context.clock() + context.lifetimes.deviceCodeSeconds * 1000;
    const artifact: Artifact = {
      kind: "device_code",
      hash: sha256(deviceCode),
      alternateHash: await hashUserCode(context, userCode),
      clientId,
      payload: writePending({ ...asked, intervalSeconds: defaultIntervalSeconds, isDenied: false }),
      expiresAtMs,
      purgeAtMs: expiresAtMs + tombstoneMs,
      version: 1,
    };
    if (await context.store.artifacts.put(artifact)) return { deviceCode, userCode };
  }
  throw new Error("No user code was free.");
}

const maxAttempts = 5;
/** So long a code is known as expired, and not as garbage. */
const tombstoneMs = 600_000;
