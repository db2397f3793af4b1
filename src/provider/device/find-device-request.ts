import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { findUndecided } from "../pending/decide-request.ts";
import type { PendingRequest } from "../pending/pending-request.ts";
import type { ActiveSession } from "../sessions/active-session.ts";
import { networkOf } from "../throttling/network.ts";
import { checkThrottle, countFailure, createThrottleKey, type ThrottleKey } from "../throttling/throttle.ts";
import { hashUserCode, readUserCode } from "./user-code.ts";

/** A request of a device that waits for its user. */
export interface DeviceRequest {
  /** The code without what stands between. */
  readonly userCode: string;
  /** Name under which it is stored. */
  readonly hash: string;
  readonly client: RegisteredClient;
  readonly pending: PendingRequest;
}

/** What came of looking for a user code. */
export type DeviceSearch =
  | { readonly outcome: "found"; readonly request: DeviceRequest }
  | { readonly outcome: "unknown" }
  | { readonly outcome: "throttled"; readonly retryAfterSeconds: number };

/**
 * Finds the request that a user code stands for. Whoever tries codes is slowed down by account and by address, so that nobody finds those of others.
 * @see RFC 8628 §5.1
 */
export async function findDeviceRequest(
  context: ProviderContext,
  text: string,
  { request, session }: { readonly request: EndpointRequest; readonly session: ActiveSession },
): Promise<DeviceSearch> {
  const keys = await throttleKeys(context, request, session);
  const retryAfterSeconds = await checkThrottle(context, keys);
  if (retryAfterSeconds !== undefined) return { outcome: "throttled", retryAfterSeconds };
  const found = await lookUp(context, text);
  if (found !== undefined) return { outcome: "found", request: found };
  await countFailure(context, keys);
  return { outcome: "unknown" };
}

async function lookUp(context: ProviderContext, text: string): Promise<DeviceRequest | undefined> {
  const userCode = readUserCode(text);
  if (userCode === undefined) return undefined;
  const hash = await hashUserCode(context, userCode);
  const artifact = await context.store.artifacts.findByAlternate("device_code", hash);
  const pending = await findUndecided(context, artifact);
  if (pending === undefined || artifact?.clientId === undefined) return undefined;
  const client = await context.clients.find(artifact.clientId);
  return client === undefined || client.isDisabled ? undefined : { userCode, hash: artifact.hash, client, pending };
}

async function throttleKeys(
  context: ProviderContext,
  { connection }: EndpointRequest,
  { account }: ActiveSession,
): Promise<readonly ThrottleKey[]> {
  const { remoteAddress } = connection;
  const values = [
    `account ${account.id}`,
    ...(remoteAddress === undefined ? [] : [`address ${networkOf(remoteAddress)}`]),
  ];
  return Promise.all(values.map((value) => createThrottleKey(context, "userCode", value)));
}
