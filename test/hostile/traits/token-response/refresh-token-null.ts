import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a refresh token of null",
  evil: { token: set({ refresh_token: null }) },
  twin: { token: omit("refresh_token") },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/refresh_token" },
};
