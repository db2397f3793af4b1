import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an unencoded payload (RFC 7797 §7)",
  evil: { idToken: { header: set({ b64: false, crit: ["b64"] }) } },
  twin: { idToken: { header: set({ b65: false }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_CRITICAL_HEADER", parameter: "crit" },
};
