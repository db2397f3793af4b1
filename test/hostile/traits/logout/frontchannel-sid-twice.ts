import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two sessions",
  evil: { frontchannelLogout: append(["sid", "session-2"]) },
  twin: { frontchannelLogout: append(["x", "1"], ["x", "2"]) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_PARAMETER_REPEATED", parameter: "sid" },
};
