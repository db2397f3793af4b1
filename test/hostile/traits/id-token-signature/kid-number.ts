import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a kid that is a number",
  evil: { idToken: { header: set({ kid: 1 }) } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", pointer: "/kid" },
};
