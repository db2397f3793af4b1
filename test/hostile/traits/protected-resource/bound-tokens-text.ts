import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "dpop_bound_access_tokens_required as text",
  evil: { resourceMetadata: set({ dpop_bound_access_tokens_required: "true" }) },
  twin: { resourceMetadata: set({ dpop_bound_access_tokens_required: true }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/dpop_bound_access_tokens_required" },
};
