import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "a beginning in the future (RFC 7519 §4.1.5)",
  evil: { idToken: { claims: set({ nbf: now + 31 }) } },
  twin: { idToken: { claims: set({ nbf: now + 30 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_NOT_YET_VALID", parameter: "nbf" },
};
