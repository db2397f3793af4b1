import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the typ of an access token",
  evil: { logoutToken: { header: set({ typ: "at+jwt" }) } },
  twin: { logoutToken: { header: set({ typ: "application/logout+jwt" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", parameter: "typ" },
};
