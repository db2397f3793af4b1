import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no aud",
  evil: { idToken: { claims: omit("aud") } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/aud" },
};
