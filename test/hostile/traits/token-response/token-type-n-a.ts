import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the token type N_A, which belongs to exchanges (RFC 8693 §2.2.1)",
  evil: { token: set({ token_type: "N_A" }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_TOKEN_TYPE", parameter: "token_type" },
};
