import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the same code twice",
  evil: { authorization: (honest) => [...honest, ...honest.filter(([name]) => name === "code")] },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_PARAMETER_REPEATED", parameter: "code" },
};
