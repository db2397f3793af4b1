import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no auth_time where the registration requires it",
  setting: { registration: { require_auth_time: true } },
  evil: { idToken: { claims: omit("auth_time") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUTH_TIME", parameter: "auth_time" },
};
