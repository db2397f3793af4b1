import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { explaining } from "../exchange/error-explanation.ts";
import type { DeviceAuthorization } from "./device-authorization.ts";
import { deviceCodeGrant } from "./grants/device-code.ts";
import { askForToken, type PollOptions, type PollResult, type PollStep, pollToken } from "./poll-token.ts";

/** What asking for the tokens of a device may be given. */
export interface DeviceTokenOptions extends CallOptions {
  /** Resources to narrow the access token to (RFC 8707 §2.2). */
  readonly resource?: readonly string[] | undefined;
}

/** How the tokens of a device are polled for. */
export interface PollDeviceTokenOptions extends DeviceTokenOptions, PollOptions {}

/**
 * Asks once for the tokens of a device. Whether the user has decided is a result, everything else that the server refuses is thrown.
 * @throws as `deviceCodeGrant`, save OAuthError `authorization_pending`, `slow_down`, `access_denied` and `expired_token`
 * @see RFC 8628 §3.4
 */
export async function requestDeviceToken(
  context: ExchangeContext,
  device: DeviceAuthorization,
  { resource, ...options }: DeviceTokenOptions = {},
): Promise<PollStep> {
  requireDevice(context, device);
  const message = { device_code: device.response.device_code, ...(resource === undefined ? {} : { resource }) };
  return askForToken(() => deviceCodeGrant(explaining(context), message, { ...options, scope: device.scope }));
}

/**
 * Asks for the tokens of a device until the user has agreed or refused, or the codes expire, at the pace that the server demands.
 * @throws TransportError `ERR_TRANSPORT_ABORTED` when the signal fires, at once
 * @throws as {@link requestDeviceToken} for what asking again cannot mend
 * @see RFC 8628 §3.5
 */
export async function pollDeviceToken(
  context: ExchangeContext,
  device: DeviceAuthorization,
  { onPending, wait, ...options }: PollDeviceTokenOptions = {},
): Promise<PollResult> {
  requireDevice(context, device);
  const { intervalSeconds, expiresAt } = device;
  const ask = (): Promise<PollStep> => requestDeviceToken(context, device, options);
  return pollToken(context, { intervalSeconds, expiresAt, ask }, { onPending, wait, signal: options.signal });
}

/** Codes go back only to the server that they are from. */
function requireDevice({ metadata }: ExchangeContext, device: DeviceAuthorization): void {
  const isDevice = typeof device === "object" && device !== null && typeof device.response?.device_code === "string";
  if (isDevice && device.issuer === metadata.issuer) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: isDevice
      ? "The device authorization was started at another server than this client's."
      : "What was passed is not a device authorization.",
    parameter: "device",
    specification: specification("rfc8628", "3.4"),
    remedy: "Pass what fetchDeviceAuthorization or startDeviceAuthorization returned, whole and unchanged.",
  });
}
