import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two issuers",
  evil: { frontchannelLogout: append(["iss", "https://evil.example"]) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_PARAMETER_REPEATED", parameter: "iss" },
};
