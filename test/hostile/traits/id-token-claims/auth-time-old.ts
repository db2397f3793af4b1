import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "a login older than max_age (OpenID Connect Core §3.1.2.1)",
  setting: { parameters: { max_age: 60 } },
  evil: { idToken: { claims: set({ auth_time: now - 91 }) } },
  twin: { idToken: { claims: set({ auth_time: now - 89 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUTH_TIME", parameter: "auth_time" },
};
