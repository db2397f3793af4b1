import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a challenge (RFC 6750 §3)",
  evil: {
    userinfo: answer(
      401,
      { "www-authenticate": 'Bearer realm="x", error="invalid_token", error_description="expired"' },
      "",
    ),
  },
  twin: {},
  verdict: { family: "oauth", code: "ERR_OAUTH_CHALLENGE", message: /invalid_token/ },
};
