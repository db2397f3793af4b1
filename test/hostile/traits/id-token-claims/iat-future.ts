import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "a date of issue in the future",
  evil: { idToken: { claims: set({ iat: now + 31 }) } },
  twin: { idToken: { claims: set({ iat: now + 30 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUED_AT", parameter: "iat" },
};
