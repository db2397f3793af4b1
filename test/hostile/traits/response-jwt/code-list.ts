import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a code that is a list",
  evil: { responseJwt: { claims: (honest) => ({ ...honest, code: [honest.code] }) } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/code" },
};
