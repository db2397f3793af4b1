import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a header that was changed after it was signed",
  evil: {
    idToken: {
      text: (token) =>
        `${Buffer.from('{"alg":"RS256","kid":"main","x":1}').toString("base64url")}.${token.split(".").slice(1).join(".")}`,
    },
  },
  twin: { idToken: { header: set({ x: 1 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /1 tried/ },
};
