import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the token type DPoP",
  evil: { token: set({ token_type: "DPoP" }) },
  twin: { token: set({ token_type: "bearer" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_TOKEN_TYPE", parameter: "token_type" },
};
