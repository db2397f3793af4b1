import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a refusal that comes with tokens",
  setting: { via: "poll" },
  evil: { token: set({ error: "invalid_grant" }) },
  twin: { token: set({ error: null }) },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /invalid_grant/ },
};
