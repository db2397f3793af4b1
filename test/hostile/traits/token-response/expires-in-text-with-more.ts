import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: 'a lifetime of "3600xyz"',
  evil: { token: set({ expires_in: "3600xyz" }) },
  twin: { token: set({ expires_in: 0 }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/expires_in" },
};
