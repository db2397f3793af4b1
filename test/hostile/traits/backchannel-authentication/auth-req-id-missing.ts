import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no auth_req_id (CIBA Core §7.3)",
  evil: { backchannel: omit("auth_req_id") },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/auth_req_id" },
};
