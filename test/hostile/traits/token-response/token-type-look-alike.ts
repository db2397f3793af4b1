import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a token type whose letter only looks like one of Bearer",
  evil: { token: set({ token_type: "Вearer" }) },
  twin: { token: set({ token_type: "bEARER" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/token_type" },
};
