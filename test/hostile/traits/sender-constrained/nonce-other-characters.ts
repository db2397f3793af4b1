import { demand } from "../../nonces.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a nonce with characters that it may not have (RFC 9449 §8.1)",
  evil: { token: demand('n"1') },
  twin: { token: demand("!#[~]") },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /use_dpop_nonce/ },
};
