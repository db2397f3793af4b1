import { demand, refusal } from "../../nonces.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a demand for a nonce that it does not send",
  evil: { token: () => refusal() },
  twin: { token: demand("n-1") },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /use_dpop_nonce/ },
};
