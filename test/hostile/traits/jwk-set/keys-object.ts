import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "keys as an object by kid",
  evil: { jwks: ({ keys }) => ({ keys: { main: Array.isArray(keys) ? keys[0] : null } }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/keys" },
};
