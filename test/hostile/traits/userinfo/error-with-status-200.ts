import { says } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error with status 200",
  evil: { userinfo: says({ error: "invalid_token" }) },
  twin: {},
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /invalid_token/ },
};
