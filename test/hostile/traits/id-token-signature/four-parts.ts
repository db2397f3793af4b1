import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a part more than three",
  evil: { idToken: { text: (token) => `${token}.AAAA` } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/id_token" },
};
