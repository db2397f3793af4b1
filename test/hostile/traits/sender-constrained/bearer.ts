import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a bearer token for a proof: the downgrade (RFC 9449 §5)",
  evil: { token: set({ token_type: "Bearer" }) },
  twin: { token: set({ token_type: "dpop" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_TOKEN_BINDING", parameter: "token_type" },
};
