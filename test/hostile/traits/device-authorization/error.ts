import { says } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error with status 200",
  evil: { device: says({ error: "unauthorized_client" }) },
  twin: {},
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /unauthorized_client/ },
};
