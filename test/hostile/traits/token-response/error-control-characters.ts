import { says } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error whose description has control characters",
  evil: { token: says({ error: "invalid_grant", error_description: "\u001b[2J\u202Egone\r\nSet-Cookie: a" }, 400) },
  twin: {},
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /\\u001b\[2J\\u202[eE]gone\\u000d/ },
};
