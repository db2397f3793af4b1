import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a header with alg twice (RFC 7515 §4)",
  evil: {
    idToken: {
      text: (token) =>
        `${Buffer.from('{"alg":"none","alg":"RS256","kid":"main"}').toString("base64url")}.${token.split(".").slice(1).join(".")}`,
    },
  },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", message: /header/ },
};
