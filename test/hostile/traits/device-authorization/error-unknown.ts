import { says } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error that is none of the four expected ones",
  setting: { via: "token" },
  evil: { token: says({ error: "hasOwnProperty" }, 400) },
  twin: {},
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /hasOwnProperty/ },
};
