import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an unsigned ID token",
  evil: { frontIdToken: { header: set({ alg: "none" }), sign: () => "" } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
