import { append, both, parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error with another state: the state comes first",
  evil: { authorization: both(parameter("state", "other"), append(["error", "access_denied"])) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_STATE", parameter: "state" },
};
