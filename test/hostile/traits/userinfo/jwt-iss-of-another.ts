import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT of another issuer (OpenID Connect Core §5.3.2)",
  setting: { registration: { userinfo_signed_response_alg: "RS256" } },
  evil: { userinfoJwt: { claims: set({ iss: "https://evil.example" }) } },
  twin: { userinfoJwt: {} },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss" },
};
