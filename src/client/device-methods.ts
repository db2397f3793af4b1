import type { DeviceAuthorizationRequest } from "../../generated/messages/device-authorization-request.ts";
import { type DeviceAuthorization, fetchDeviceAuthorization } from "../endpoints/device-authorization.ts";
import {
  type DeviceTokenOptions,
  type PollDeviceTokenOptions,
  pollDeviceToken,
  requestDeviceToken,
} from "../endpoints/device-token.ts";
import type { CallOptions } from "../exchange/context.ts";
import type { ClientOwner } from "./owner.ts";
import { type TokenOutcome, type TokenStep, withTokenSet } from "./poll-tokens.ts";

/** Logging in on a device without browser or keyboard. */
export interface DeviceMethods {
  /**
   * Starts a login on another device. Show `response.user_code` and `response.verification_uri`, then poll.
   * @throws OAuthError when the server said no, VerificationError `ERR_VERIFICATION_UNSAFE_TEXT` for what must not be shown
   * @see RFC 8628 §3.1
   */
  readonly startDeviceAuthorization: (
    parameters?: DeviceAuthorizationRequest,
    options?: CallOptions,
  ) => Promise<DeviceAuthorization>;
  /**
   * Asks once for the tokens of a device; whether the user has decided is a result.
   * @throws as `requestDeviceToken` of `ts-identity-model/endpoints`
   * @see RFC 8628 §3.4
   */
  readonly requestDeviceToken: (device: DeviceAuthorization, options?: DeviceTokenOptions) => Promise<TokenStep>;
  /**
   * Asks for the tokens of a device until the user has agreed or refused, or the codes expire, at the pace that the server demands.
   * @throws TransportError `ERR_TRANSPORT_ABORTED` when the signal fires, at once
   * @see RFC 8628 §3.5
   */
  readonly pollDeviceToken: (device: DeviceAuthorization, options?: PollDeviceTokenOptions) => Promise<TokenOutcome>;
}

/** Creates the methods of the device authorization grant. */
export function createDeviceMethods({ contextFor, options }: ClientOwner): DeviceMethods {
  return {
    async startDeviceAuthorization(parameters, call = {}) {
      return fetchDeviceAuthorization(await contextFor(call.signal), parameters, call);
    },
    async requestDeviceToken(device, call = {}) {
      return withTokenSet(await requestDeviceToken(await contextFor(call.signal), device, call), options);
    },
    async pollDeviceToken(device, call = {}) {
      return withTokenSet(await pollDeviceToken(await contextFor(call.signal), device, call), options);
    },
  };
}
