import { append, both, parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error of nobody, where iss is announced",
  evil: { authorization: both(parameter("iss", undefined), append(["error", "access_denied"])) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss" },
};
