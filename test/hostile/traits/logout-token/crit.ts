import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an extension that must be understood",
  evil: { logoutToken: { header: set({ crit: ["x"], x: 1 }) } },
  twin: { logoutToken: { header: set({ x: 1 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_CRITICAL_HEADER", parameter: "crit" },
};
