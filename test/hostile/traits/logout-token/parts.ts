import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a text that is no JWT",
  evil: { logoutToken: { text: () => "a.b" } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RECEIVED_REQUEST", pointer: "/logout_token" },
};
