import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error of a list beside the tokens",
  evil: { token: set({ error: ["denied"] }) },
  twin: { token: set({ error: null }) },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /denied/ },
};
