import { demand } from "../../nonces.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a nonce that is too long to be sent back",
  evil: { token: demand("n".repeat(4097)) },
  twin: { token: demand("n".repeat(4096)) },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /use_dpop_nonce/ },
};
