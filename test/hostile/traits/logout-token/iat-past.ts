import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "a date of issue ten years ago",
  evil: { logoutToken: { claims: set({ iat: now - 315_360_000 }) } },
  twin: { logoutToken: { claims: set({ iat: now - 60 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUED_AT", parameter: "iat" },
};
