import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no state",
  setting: { via: "end-session" },
  evil: { endSession: () => [["x", "1"]] },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_STATE", parameter: "state", message: /without state/ },
};
