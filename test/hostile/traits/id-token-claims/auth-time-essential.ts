import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no auth_time where it was essential",
  setting: { parameters: { claims: { id_token: { auth_time: { essential: true } } } } },
  evil: { idToken: { claims: omit("auth_time") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUTH_TIME", parameter: "auth_time" },
};
