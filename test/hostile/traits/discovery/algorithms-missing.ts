import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no algorithms for ID tokens (OpenID Connect Discovery §3)",
  evil: { metadata: omit("id_token_signing_alg_values_supported") },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/id_token_signing_alg_values_supported" },
};
