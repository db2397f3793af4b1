import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an auth_req_id with characters that it may not have (CIBA Core §7.3)",
  evil: { backchannel: set({ auth_req_id: "a b\u0000" }) },
  twin: { backchannel: set({ auth_req_id: "a.B-1_2" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/auth_req_id" },
};
