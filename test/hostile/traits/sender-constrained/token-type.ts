import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a token type that is neither",
  evil: { token: set({ token_type: "mac" }) },
  twin: { token: set({ token_type: "DPoP" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_TOKEN_TYPE", parameter: "token_type" },
};
