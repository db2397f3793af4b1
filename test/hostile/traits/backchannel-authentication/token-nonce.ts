import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an ID token with a nonce, though none was sent",
  setting: { via: "token" },
  evil: { idToken: { claims: set({ nonce: "n" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_NONCE", parameter: "nonce" },
};
