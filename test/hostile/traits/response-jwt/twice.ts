import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two JWTs",
  evil: { authorization: (honest) => [...honest, ...honest] },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_PARAMETER_REPEATED", parameter: "response" },
};
