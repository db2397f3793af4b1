import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two states",
  setting: { via: "end-session" },
  evil: { endSession: append(["state", "other"]) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_PARAMETER_REPEATED", parameter: "state" },
};
