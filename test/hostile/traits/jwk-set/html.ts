import { typed } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a web page",
  evil: { jwks: typed("text/html") },
  twin: { jwks: typed("application/jwk-set+json") },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", message: /jwks_uri/ },
};
