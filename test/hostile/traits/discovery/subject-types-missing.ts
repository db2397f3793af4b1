import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no subject types (OpenID Connect Discovery §3)",
  evil: { metadata: omit("subject_types_supported") },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/subject_types_supported" },
};
