import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a signature whose last letter has bits that no octet has",
  evil: { idToken: { text: (token) => token.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1)) } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", message: /signature/ },
};
