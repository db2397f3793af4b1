import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a sub that is a number",
  evil: { idToken: { claims: set({ sub: 1 }) } },
  twin: { idToken: { claims: set({ sub: "1" }) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/sub" },
};
