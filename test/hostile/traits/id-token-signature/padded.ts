import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "parts with padding (RFC 7515 §2)",
  evil: {
    idToken: {
      text: (token) =>
        token
          .split(".")
          .map((part) => `${part}=`)
          .join("."),
    },
  },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/id_token" },
};
