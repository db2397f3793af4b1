import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "flattened JSON serialisation, as an object",
  evil: {
    idToken: {
      text: (token) => ({
        payload: token.split(".")[1],
        protected: token.split(".")[0],
        signature: token.split(".")[2],
      }),
    },
  },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/id_token" },
};
