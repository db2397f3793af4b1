import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another state before the right one",
  evil: { authorization: (honest) => [["state", "other"], ...honest] },
  twin: { authorization: (honest) => [...honest].reverse() },
  verdict: { family: "verification", code: "ERR_VERIFICATION_PARAMETER_REPEATED", parameter: "state" },
};
