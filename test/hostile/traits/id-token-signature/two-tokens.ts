import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two tokens behind each other",
  evil: { idToken: { text: (token) => `${token} ${token}` } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/id_token" },
};
