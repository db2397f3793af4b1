import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a beginning that is text",
  evil: { idToken: { claims: set({ nbf: "0" }) } },
  twin: { idToken: { claims: set({ nbf: 0 }) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/nbf" },
};
