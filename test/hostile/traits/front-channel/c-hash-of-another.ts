import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the c_hash of another code",
  evil: { frontIdToken: { claims: set({ c_hash: "AAAAAAAAAAAAAAAAAAAAAA" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "c_hash" },
};
