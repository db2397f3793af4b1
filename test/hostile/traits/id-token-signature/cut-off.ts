import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a signature that lost its end",
  evil: { idToken: { text: (token) => token.slice(0, -2) } },
  twin: { idToken: { text: (token) => token } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /1 tried/ },
};
