import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "a JWT that begins in the future",
  evil: { responseJwt: { claims: set({ nbf: now + 31 }) } },
  twin: { responseJwt: { claims: set({ nbf: now + 30 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_NOT_YET_VALID", parameter: "nbf" },
};
