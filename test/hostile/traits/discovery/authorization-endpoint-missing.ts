import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no authorization endpoint (OpenID Connect Discovery §3)",
  evil: { metadata: omit("authorization_endpoint") },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/authorization_endpoint" },
};
