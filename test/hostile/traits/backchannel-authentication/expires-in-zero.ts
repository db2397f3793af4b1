import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a lifetime of nothing (CIBA Core §7.3)",
  evil: { backchannel: set({ expires_in: 0 }) },
  twin: { backchannel: set({ expires_in: 1 }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/expires_in" },
};
