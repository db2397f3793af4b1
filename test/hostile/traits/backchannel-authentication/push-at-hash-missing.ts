import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "pushed tokens without at_hash (CIBA Core §10.3.1)",
  setting: { via: "push" },
  evil: { idToken: { claims: omit("at_hash") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "at_hash" },
};
