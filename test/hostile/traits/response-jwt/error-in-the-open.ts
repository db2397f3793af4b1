import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error in the open where a JWT was asked for",
  evil: { authorization: () => [["error", "access_denied"]] },
  twin: {},
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_RESPONSE_MODE",
    parameter: "response",
    message: /which anybody can write/,
  },
};
