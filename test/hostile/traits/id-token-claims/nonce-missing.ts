import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no nonce (OpenID Connect Core §3.1.3.7)",
  evil: { idToken: { claims: omit("nonce") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_NONCE", parameter: "nonce", message: /has no nonce/ },
};
