import { set } from "../../mutate.ts";
import { rtHashClaim } from "../../provider/messages.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "pushed tokens with the hash of another refresh token",
  setting: { via: "push" },
  evil: { idToken: { claims: set({ [rtHashClaim]: "AAAAAAAAAAAAAAAAAAAAAA" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "urn:openid:params:jwt:claim:rt_hash" },
};
