import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "a login in the future",
  setting: { parameters: { max_age: 60 } },
  evil: { idToken: { claims: set({ auth_time: now + 31 }) } },
  twin: { idToken: { claims: set({ auth_time: now + 30 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUTH_TIME", parameter: "auth_time" },
};
