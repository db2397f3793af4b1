import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "pushed tokens with the at_hash of another access token",
  setting: { via: "push" },
  evil: { idToken: { claims: set({ at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "at_hash" },
};
