import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no c_hash (OpenID Connect Core §3.3.2.11)",
  evil: { frontIdToken: { claims: omit("c_hash") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "c_hash" },
};
