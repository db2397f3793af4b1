import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "another auth_time: that of the refresh (OpenID Connect Core §12.2)",
  evil: { idToken: { claims: set({ auth_time: now + 1 }) } },
  twin: { idToken: { claims: omit("auth_time") } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_CONTINUITY", parameter: "auth_time" },
};
