import { challenge, demandAsResource, storm } from "../../nonces.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another nonce for every call of userinfo, for ever (RFC 9449 §9)",
  setting: { via: "userinfo" },
  evil: { userinfo: storm(challenge) },
  twin: { userinfo: demandAsResource("n-1") },
  verdict: { family: "oauth", code: "ERR_OAUTH_CHALLENGE", message: /use_dpop_nonce/ },
};
