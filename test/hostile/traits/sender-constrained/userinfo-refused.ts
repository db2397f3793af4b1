import { answer, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a bound token that is refused (RFC 9449 §7.1)",
  setting: { via: "userinfo" },
  evil: { userinfo: answer(401, { "www-authenticate": 'DPoP error="invalid_token", algs="ES256"' }, "") },
  twin: { userinfo: set({}) },
  verdict: { family: "oauth", code: "ERR_OAUTH_CHALLENGE", message: /invalid_token/ },
};
