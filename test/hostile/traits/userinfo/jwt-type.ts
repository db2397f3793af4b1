import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the typ of a logout token",
  evil: { userinfoJwt: { header: set({ typ: "logout+jwt" }) } },
  twin: { userinfoJwt: { header: set({ typ: "JWT" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", parameter: "typ" },
};
