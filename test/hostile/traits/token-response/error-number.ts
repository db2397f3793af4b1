import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error of a number beside the tokens",
  evil: { token: set({ error: 1 }) },
  twin: { token: set({ error: false }) },
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /"1"|\b1\b/ },
};
