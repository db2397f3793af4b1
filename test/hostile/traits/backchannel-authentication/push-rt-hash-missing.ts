import { omit } from "../../mutate.ts";
import { rtHashClaim } from "../../provider/messages.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a pushed refresh token that nothing vouches for (CIBA Core §10.3.1)",
  setting: { via: "push" },
  evil: { idToken: { claims: omit(rtHashClaim) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "urn:openid:params:jwt:claim:rt_hash" },
};
