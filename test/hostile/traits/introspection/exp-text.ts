import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an expiry as text",
  evil: { introspection: set({ exp: "never" }) },
  twin: { introspection: omit("exp") },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/exp" },
};
