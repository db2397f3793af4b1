import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no signature",
  evil: { idToken: { sign: () => "" } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /1 tried/ },
};
