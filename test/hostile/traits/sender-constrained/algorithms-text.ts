import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "algorithms as text",
  evil: { metadata: set({ dpop_signing_alg_values_supported: "ES256" }) },
  twin: { metadata: omit("dpop_signing_alg_values_supported") },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/dpop_signing_alg_values_supported" },
};
