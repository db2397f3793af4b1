import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an empty sub (OpenID Connect Core §2)",
  evil: { idToken: { claims: set({ sub: "" }) } },
  twin: { idToken: { claims: set({ sub: "u" }) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/sub" },
};
