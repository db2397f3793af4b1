import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an extension that must be understood (RFC 7515 §4.1.11)",
  evil: { idToken: { header: set({ crit: ["x-unknown"], "x-unknown": 1 }) } },
  twin: { idToken: { header: set({ "x-unknown": 1 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_CRITICAL_HEADER", parameter: "crit" },
};
