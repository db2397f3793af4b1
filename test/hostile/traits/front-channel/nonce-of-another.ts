import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the nonce of another request: a token that is replayed",
  evil: { frontIdToken: { claims: set({ nonce: "n-other" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_NONCE", parameter: "nonce" },
};
