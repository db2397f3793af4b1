import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the JWT of another issuer (JARM §2.4)",
  evil: { responseJwt: { claims: set({ iss: "https://evil.example" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss" },
};
