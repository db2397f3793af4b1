import { demand, storm } from "../../nonces.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another nonce for every proof, for ever (RFC 9449 §8)",
  evil: { token: storm() },
  twin: { token: demand("n-1") },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /use_dpop_nonce.*refused the one it had sent/ },
};
