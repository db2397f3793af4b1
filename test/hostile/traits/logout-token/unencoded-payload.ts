import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an unencoded payload",
  evil: { logoutToken: { header: set({ b64: false, crit: ["b64"] }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_CRITICAL_HEADER", parameter: "crit" },
};
