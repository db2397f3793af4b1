import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no signature",
  evil: { logoutToken: { sign: () => "" } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /logout token/ },
};
