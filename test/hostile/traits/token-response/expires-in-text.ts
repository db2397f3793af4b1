import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a lifetime as text (RFC 6749 §5.1)",
  evil: { token: set({ expires_in: "3600" }) },
  twin: { token: set({ expires_in: 3600 }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/expires_in" },
};
