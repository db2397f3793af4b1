import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an unsigned ID token that nobody asked for",
  setting: { parameters: { scope: "email" } },
  evil: { idToken: { header: set({ alg: "none" }), sign: () => "" } },
  twin: { idToken: { header: set({ typ: "JWT" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
