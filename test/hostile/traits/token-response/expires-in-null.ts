import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a lifetime of null",
  evil: { token: set({ expires_in: null }) },
  twin: { token: omit("expires_in") },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/expires_in" },
};
