import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the typ of an introspection response",
  evil: { idToken: { header: set({ typ: "application/token-introspection+jwt" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", parameter: "typ" },
};
