import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no iat",
  evil: { idToken: { claims: omit("iat") } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/iat" },
};
