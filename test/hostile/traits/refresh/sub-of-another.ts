import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another sub (OpenID Connect Core §12.2)",
  evil: { idToken: { claims: set({ sub: "user-2" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_CONTINUITY", parameter: "sub" },
};
