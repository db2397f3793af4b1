import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a nonce with more at its end",
  evil: { idToken: { claims: (honest) => ({ ...honest, nonce: `${honest.nonce}A` }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_NONCE", parameter: "nonce" },
};
