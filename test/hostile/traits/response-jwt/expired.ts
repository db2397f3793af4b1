import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "a JWT that has expired (JARM §2.4)",
  evil: { responseJwt: { claims: set({ exp: now - 30 }) } },
  twin: { responseJwt: { claims: set({ exp: now - 29 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_EXPIRED", parameter: "exp" },
};
