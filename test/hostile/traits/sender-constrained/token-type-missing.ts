import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no token type, so that nobody knows whether the token is bound",
  evil: { token: omit("token_type") },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/token_type" },
};
