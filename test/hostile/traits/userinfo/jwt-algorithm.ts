import { set, signedByEc } from "../../mutate.ts";
import { sharedEcKey } from "../../provider/keys.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT with an algorithm that is not the registered one",
  setting: { registration: { userinfo_signed_response_alg: "RS256" } },
  evil: { userinfoJwt: { header: set({ alg: "ES256", kid: "ec" }), sign: signedByEc(sharedEcKey("ec")) } },
  twin: { userinfoJwt: {} },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
