import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT about another user",
  setting: { registration: { userinfo_signed_response_alg: "RS256" } },
  evil: { userinfoJwt: { claims: set({ sub: "user-2" }) } },
  twin: { userinfoJwt: { claims: set({ name: "Ada" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SUBJECT", parameter: "sub" },
};
