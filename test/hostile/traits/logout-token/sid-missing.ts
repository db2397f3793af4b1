import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no sid where the registration requires it",
  setting: { registration: { backchannel_logout_session_required: true } },
  evil: { logoutToken: { claims: omit("sid") } },
  twin: { logoutToken: { claims: omit("sub") } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/sid" },
};
