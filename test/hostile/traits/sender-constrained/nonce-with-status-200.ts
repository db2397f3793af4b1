import { says } from "../../mutate.ts";
import { demand } from "../../nonces.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a demand for a nonce with the status of success",
  evil: { token: says({ error: "use_dpop_nonce" }, 200, { "dpop-nonce": "n-1" }) },
  twin: { token: demand("n-1") },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /use_dpop_nonce/ },
};
