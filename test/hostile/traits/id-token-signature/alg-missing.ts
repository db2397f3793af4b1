import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no alg (RFC 7515 §4.1.1)",
  evil: { idToken: { header: omit("alg") } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", pointer: "/alg" },
};
