import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a list of no elements (RFC 8414 §3.2)",
  evil: { metadata: set({ subject_types_supported: [] }) },
  twin: { metadata: set({ subject_types_supported: ["pairwise"] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/subject_types_supported" },
};
