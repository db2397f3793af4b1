import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an expiry that never comes",
  evil: { idToken: { claims: (honest) => JSON.stringify(honest).replace(/"exp":\d+/, '"exp":1e999') } },
  twin: { idToken: { claims: (honest) => JSON.stringify(honest) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/exp" },
};
