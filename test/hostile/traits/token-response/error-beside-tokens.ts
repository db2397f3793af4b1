import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error beside the tokens",
  evil: { token: set({ error: "invalid_grant" }) },
  twin: { token: set({ error: "" }) },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /invalid_grant/ },
};
