import { says, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error with status 200",
  evil: { token: says({ error: "bad_verification_code" }) },
  twin: { token: set({ error_description: "fine" }) },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /bad_verification_code/ },
};
