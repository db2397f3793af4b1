import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a kid that the provider does not publish",
  evil: { idToken: { header: set({ kid: "unknown" }) } },
  twin: { idToken: { header: set({ kid: "main" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid" },
};
