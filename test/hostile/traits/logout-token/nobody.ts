import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "nobody to log out (OpenID Connect Back-Channel Logout §2.4)",
  evil: { logoutToken: { claims: omit("sub", "sid") } },
  twin: { logoutToken: { claims: omit("sub") } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", message: /sub/ },
};
