import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "an expiry beyond the tolerance",
  evil: { idToken: { claims: set({ exp: now - 30 }) } },
  twin: { idToken: { claims: set({ exp: now - 29 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_EXPIRED", parameter: "exp" },
};
