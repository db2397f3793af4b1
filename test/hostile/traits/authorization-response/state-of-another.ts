import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another state (RFC 6749 §10.12)",
  evil: { authorization: parameter("state", "other") },
  twin: {},
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_STATE",
    parameter: "state",
    message: /not the one that was sent/,
  },
};
