import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "keys as text",
  evil: { jwks: ({ keys }) => ({ keys: JSON.stringify(keys) }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/keys" },
};
