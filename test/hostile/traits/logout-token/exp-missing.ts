import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no expiry (OpenID Connect Back-Channel Logout §2.4)",
  evil: { logoutToken: { claims: omit("exp") } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/exp" },
};
