import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an empty state beside the right one",
  evil: { authorization: (honest) => [["state", ""], ...honest] },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_PARAMETER_REPEATED", parameter: "state" },
};
