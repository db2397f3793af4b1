import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a new nonce (OpenID Connect Core §12.2)",
  evil: { idToken: { claims: set({ nonce: "n-other" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_CONTINUITY", parameter: "nonce" },
};
