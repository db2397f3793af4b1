import { omit, set } from "../../mutate.ts";
import { authReqIdClaim } from "../../provider/messages.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an ID token that answers another request",
  setting: { via: "token" },
  evil: { idToken: { claims: set({ [authReqIdClaim]: "auth-req-2" }) } },
  twin: { idToken: { claims: omit(authReqIdClaim) } },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_AUTH_REQ_ID",
    parameter: "urn:openid:params:jwt:claim:auth_req_id",
  },
};
