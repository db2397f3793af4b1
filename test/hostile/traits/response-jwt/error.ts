import { both, omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error inside of the JWT",
  evil: { responseJwt: { claims: both(omit("code"), set({ error: "access_denied" })) } },
  twin: {},
  verdict: { family: "oauth", code: "ERR_OAUTH_AUTHORIZATION", message: /access_denied/ },
};
