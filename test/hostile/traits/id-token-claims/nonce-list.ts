import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a nonce that is a list with the right one",
  evil: { idToken: { claims: (honest) => ({ ...honest, nonce: [honest.nonce] }) } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/nonce" },
};
