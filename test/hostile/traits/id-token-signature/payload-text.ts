import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a payload that is no JSON",
  evil: { idToken: { claims: () => "sub=user-1" } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", message: /payload/ },
};
