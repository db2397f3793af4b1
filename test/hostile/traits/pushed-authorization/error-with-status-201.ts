import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error with the status of success",
  evil: { pushed: set({ error: "invalid_redirect_uri" }) },
  twin: { pushed: set({ warning: "x" }) },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /invalid_redirect_uri/ },
};
