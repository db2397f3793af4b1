import { tokenRequestCibaSchema } from "../../../../generated/messages/token-request-ciba.ts";
import { grantTypes } from "../../../constants/grant-types.ts";
import { readParameters } from "../../http/read-form.ts";
import { refuse } from "../../http/refusal.ts";
import { redeemRequest } from "../../pending/redeem-request.ts";
import type { GrantHandler } from "./grant-handler.ts";

/**
 * A client that asks whether the person that it named has agreed on a device of theirs.
 * @see CIBA Core §10.1
 */
export const cibaGrant: GrantHandler = {
  grantType: grantTypes.ciba,
  isOffered: ({ ciba }) => ciba !== undefined,
  async handle(context, call) {
    if (!call.isConfidential) throw refuse("unauthorized_client", "CIBA is for clients that authenticate.");
    const { auth_req_id: handle, ...request } = readParameters(tokenRequestCibaSchema, call.form);
    return redeemRequest(context, call, { ...request, kind: "backchannel_authentication_request", handle });
  },
};
