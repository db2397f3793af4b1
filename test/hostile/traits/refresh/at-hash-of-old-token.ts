import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the at_hash of another access token",
  evil: { token: set({ access_token: "access-secret-9" }), idToken: {} },
  twin: { idToken: { claims: omit("at_hash") }, token: set({ access_token: "access-secret-9" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "at_hash" },
};
