import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no keys (OpenID Connect Discovery §3)",
  evil: { metadata: omit("jwks_uri") },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/jwks_uri" },
};
