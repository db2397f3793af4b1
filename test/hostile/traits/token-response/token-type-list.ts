import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a token type that is a list",
  evil: { token: set({ token_type: ["Bearer"] }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/token_type" },
};
