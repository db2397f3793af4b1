import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "a JWT that was made in the future",
  evil: { responseJwt: { claims: set({ iat: now + 31 }) } },
  twin: { responseJwt: { claims: set({ iat: now + 30 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUED_AT", parameter: "iat" },
};
