import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an access token that is not the one of at_hash",
  setting: { via: "implicit", parameters: { response_type: "id_token token" } },
  evil: { frontIdToken: { claims: set({ at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "at_hash" },
};
