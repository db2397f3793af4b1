import { says } from "../../mutate.ts";
import { demand } from "../../nonces.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a nonce in the body of its demand",
  evil: { token: says({ error: "use_dpop_nonce", nonce: "n-1", dpop_nonce: "n-1" }, 400) },
  twin: { token: demand("n-1") },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /use_dpop_nonce/ },
};
