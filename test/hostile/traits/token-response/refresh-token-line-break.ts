import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a refresh token with a line break",
  evil: { token: set({ refresh_token: "a\nb" }) },
  twin: { token: set({ refresh_token: "a b" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/refresh_token" },
};
