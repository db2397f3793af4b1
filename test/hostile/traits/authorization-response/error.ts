import { append, both, parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error in the server's own words (RFC 6749 §4.1.2.1)",
  evil: { authorization: both(parameter("code", undefined), append(["error", "access_denied"])) },
  twin: {},
  verdict: { family: "oauth", code: "ERR_OAUTH_AUTHORIZATION", message: /access_denied/ },
};
