import { append, both, parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error without a state",
  evil: { authorization: both(parameter("state", undefined), append(["error", "access_denied"])) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_STATE", parameter: "state" },
};
