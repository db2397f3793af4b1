import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT of nobody",
  setting: { registration: { userinfo_signed_response_alg: "RS256" } },
  evil: { userinfoJwt: { claims: omit("iss") } },
  twin: { userinfoJwt: {} },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/iss" },
};
