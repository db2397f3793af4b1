import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an at_hash of another access token (OpenID Connect Core §3.1.3.6)",
  evil: { idToken: { claims: set({ at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }) } },
  twin: { idToken: { claims: omit("at_hash") } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "at_hash" },
};
