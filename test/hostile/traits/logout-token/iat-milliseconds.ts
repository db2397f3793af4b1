import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "a date of issue in milliseconds",
  evil: { logoutToken: { claims: set({ iat: now * 1000 }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUED_AT", parameter: "iat" },
};
