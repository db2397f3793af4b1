import { append, both, parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error of another server: the issuer comes before the error",
  evil: { authorization: both(parameter("iss", "https://evil.example"), append(["error", "access_denied"])) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss" },
};
