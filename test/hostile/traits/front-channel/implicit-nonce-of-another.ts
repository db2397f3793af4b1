import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a replayed ID token in the implicit flow",
  setting: { via: "implicit" },
  evil: { frontIdToken: { claims: set({ nonce: "n-other" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_NONCE", parameter: "nonce" },
};
