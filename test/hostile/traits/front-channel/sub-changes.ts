import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another user at the token endpoint than in the front channel (OpenID Connect Core §3.3.3.6)",
  evil: { idToken: { claims: set({ sub: "user-2" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_CONTINUITY", parameter: "sub" },
};
