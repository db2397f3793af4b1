import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two signatures in JSON serialisation (RFC 7515 §7.2)",
  evil: {
    idToken: {
      text: (token) =>
        JSON.stringify({
          payload: token.split(".")[1],
          signatures: [
            { protected: "e30", signature: "" },
            { protected: token.split(".")[0], signature: token.split(".")[2] },
          ],
        }),
    },
  },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/id_token" },
};
