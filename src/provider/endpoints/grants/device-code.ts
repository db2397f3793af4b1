import { tokenRequestDeviceCodeSchema } from "../../../../generated/messages/token-request-device-code.ts";
import { grantTypes } from "../../../constants/grant-types.ts";
import { readParameters } from "../../http/read-form.ts";
import { redeemRequest } from "../../pending/redeem-request.ts";
import type { GrantHandler } from "./grant-handler.ts";

/**
 * A device that asks whether its user has signed in elsewhere.
 * @see RFC 8628 §3.4
 */
export const deviceCodeGrant: GrantHandler = {
  grantType: grantTypes.deviceCode,
  async handle(context, call) {
    const { device_code: handle, ...request } = readParameters(tokenRequestDeviceCodeSchema, call.form);
    return redeemRequest(context, call, { ...request, kind: "device_code", handle });
  },
};
