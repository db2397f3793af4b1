import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a key at a place that the token names",
  evil: { logoutToken: { header: set({ jku: "https://evil.example/jwks", kid: "evil" }) } },
  twin: { logoutToken: { header: set({ jku: "https://evil.example/jwks" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid" },
};
