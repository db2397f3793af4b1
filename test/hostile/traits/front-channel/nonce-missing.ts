import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no nonce (OpenID Connect Core §3.2.2.11)",
  evil: { frontIdToken: { claims: omit("nonce") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_NONCE", parameter: "nonce" },
};
