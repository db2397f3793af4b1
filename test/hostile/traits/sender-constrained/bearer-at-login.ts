import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a bearer token for a code that was bound (RFC 9449 §5)",
  setting: { via: "login" },
  evil: { token: set({ token_type: "bearer" }) },
  twin: { token: set({ token_type: "DPOP" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_TOKEN_BINDING", parameter: "token_type" },
};
