import { append, parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another state (OpenID Connect RP-Initiated Logout §2)",
  setting: { via: "end-session" },
  evil: { endSession: parameter("state", "other") },
  twin: { endSession: append(["x", "1"]) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_STATE", parameter: "state" },
};
