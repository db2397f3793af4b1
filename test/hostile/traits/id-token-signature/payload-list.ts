import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a payload that is a list",
  evil: { idToken: { claims: () => "[]" } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", message: /payload/ },
};
