import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an ID token of null",
  evil: { token: set({ id_token: null }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/id_token" },
};
