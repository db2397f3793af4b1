import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an auth_req_id that is a number",
  evil: { backchannel: set({ auth_req_id: 1 }) },
  twin: { backchannel: set({ auth_req_id: "1c266114-a1be-4252-8ad1-04986c5b9ac1" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/auth_req_id" },
};
