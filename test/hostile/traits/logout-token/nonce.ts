import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a nonce, as only ID tokens have it (OpenID Connect Back-Channel Logout §2.4)",
  evil: { logoutToken: { claims: set({ nonce: "n" }) } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/nonce" },
};
