import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "claims nested a thousand levels deep",
  evil: {
    idToken: {
      claims: (honest) => JSON.stringify(honest).replace("{", `{"x":${"[".repeat(1000)}${"]".repeat(1000)},`),
    },
  },
  twin: {
    idToken: { claims: (honest) => JSON.stringify(honest).replace("{", `{"x":${"[".repeat(31)}${"]".repeat(31)},`) },
  },
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", message: /payload/ },
};
