import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "authentication methods as text (OpenID Connect Core §2)",
  evil: { idToken: { claims: set({ amr: "pwd" }) } },
  twin: { idToken: { claims: set({ amr: ["pwd"] }) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/amr" },
};
