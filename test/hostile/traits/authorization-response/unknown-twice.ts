import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an unknown parameter twice (RFC 6749 §3.1)",
  evil: { authorization: append(["x", "1"], ["x", "2"]) },
  twin: { authorization: append(["x", "1"], ["session_state", "a.b"]) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_PARAMETER_REPEATED", parameter: "x" },
};
