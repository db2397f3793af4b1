import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error with status 200",
  evil: { introspection: set({ error: "invalid_client" }) },
  twin: { introspection: set({ error_description: "none" }) },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /invalid_client/ },
};
