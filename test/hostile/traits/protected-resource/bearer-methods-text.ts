import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "bearer methods as text",
  evil: { resourceMetadata: set({ bearer_methods_supported: "header" }) },
  twin: { resourceMetadata: set({ bearer_methods_supported: ["header", "x"] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/bearer_methods_supported" },
};
