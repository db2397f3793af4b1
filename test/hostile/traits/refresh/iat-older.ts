import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "an iat before the one of the login",
  evil: { idToken: { claims: set({ iat: now - 1 }) } },
  twin: { idToken: { claims: set({ iat: now }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_CONTINUITY", parameter: "iat" },
};
