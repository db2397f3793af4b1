import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an unencoded payload that is not declared critical",
  evil: { idToken: { header: set({ b64: false }) } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", message: /b64 is used only together with crit/ },
};
