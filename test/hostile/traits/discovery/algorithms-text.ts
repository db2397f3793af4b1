import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "algorithms as text",
  evil: { metadata: set({ id_token_signing_alg_values_supported: "RS256" }) },
  twin: { metadata: set({ id_token_signing_alg_values_supported: ["RS256"] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/id_token_signing_alg_values_supported" },
};
