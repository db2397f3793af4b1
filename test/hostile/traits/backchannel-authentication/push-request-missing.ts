import { omit } from "../../mutate.ts";
import { authReqIdClaim } from "../../provider/messages.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "pushed tokens whose ID token names no request (CIBA Core §10.3.1)",
  setting: { via: "push" },
  evil: { idToken: { claims: omit(authReqIdClaim) } },
  twin: {},
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_AUTH_REQ_ID",
    parameter: "urn:openid:params:jwt:claim:auth_req_id",
  },
};
