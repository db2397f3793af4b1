import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another nonce",
  evil: { idToken: { claims: set({ nonce: "n-other" }) } },
  twin: {},
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_NONCE",
    parameter: "nonce",
    message: /not the one that was sent/,
  },
};
