import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a scope that is a list",
  evil: { introspection: set({ scope: ["read"] }) },
  twin: { introspection: set({ scope: "read write" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/scope" },
};
