import { says } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error with the status of success",
  evil: { registration: says({ error: "invalid_redirect_uri" }, 201) },
  twin: {},
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /invalid_redirect_uri/ },
};
