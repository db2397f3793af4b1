import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an unsigned JWT",
  evil: { userinfoJwt: { header: set({ alg: "none" }), sign: () => "" } },
  twin: { userinfoJwt: {} },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
