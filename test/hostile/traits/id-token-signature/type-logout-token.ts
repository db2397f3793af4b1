import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the typ of a logout token",
  evil: { idToken: { header: set({ typ: "logout+jwt" }) } },
  twin: { idToken: { header: set({ typ: "application/jwt" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", parameter: "typ" },
};
