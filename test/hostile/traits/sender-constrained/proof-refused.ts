import { says } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a proof that is refused",
  evil: { token: says({ error: "invalid_dpop_proof" }, 400) },
  twin: {},
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /invalid_dpop_proof/ },
};
