import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the s_hash of another state",
  evil: { frontIdToken: { claims: set({ s_hash: "AAAAAAAAAAAAAAAAAAAAAA" }) } },
  twin: { frontIdToken: { claims: omit("s_hash") } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "s_hash" },
};
