import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an unsigned token (OpenID Connect Back-Channel Logout §2.6)",
  evil: { logoutToken: { header: set({ alg: "none" }), sign: () => "" } },
  twin: { logoutToken: { header: set({ alg: "RS256" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
