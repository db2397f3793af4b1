import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a header that is a list",
  evil: {
    idToken: { text: (token) => `${Buffer.from("[]").toString("base64url")}.${token.split(".").slice(1).join(".")}` },
  },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", message: /header/ },
};
