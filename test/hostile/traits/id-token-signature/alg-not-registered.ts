import { set, signedByEc } from "../../mutate.ts";
import { sharedEcKey } from "../../provider/keys.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an alg that is announced and not the registered one",
  setting: { registration: { id_token_signed_response_alg: "RS256" } },
  evil: { idToken: { header: set({ alg: "ES256", kid: "ec" }), sign: signedByEc(sharedEcKey("ec")) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
