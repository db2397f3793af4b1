import { set } from "../../mutate.ts";
import { authReqIdClaim } from "../../provider/messages.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "pushed tokens whose ID token names another request",
  setting: { via: "push" },
  evil: { idToken: { claims: set({ [authReqIdClaim]: "auth-req-2" }) } },
  twin: {},
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_AUTH_REQ_ID",
    parameter: "urn:openid:params:jwt:claim:auth_req_id",
  },
};
