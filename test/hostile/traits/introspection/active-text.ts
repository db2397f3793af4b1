import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: 'active as text, where "false" would read as true',
  evil: { introspection: set({ active: "false" }) },
  twin: { introspection: set({ active: false }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/active" },
};
