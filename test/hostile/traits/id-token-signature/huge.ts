import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a token larger than the cap",
  evil: { idToken: { claims: set({ padding: "x".repeat(60_000) }) } },
  twin: { idToken: { claims: set({ padding: "x".repeat(40_000) }) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", message: /characters/ },
};
