import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a lifetime of nothing (RFC 9126 §2.2)",
  evil: { pushed: set({ expires_in: 0 }) },
  twin: { pushed: set({ expires_in: 1 }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/expires_in" },
};
