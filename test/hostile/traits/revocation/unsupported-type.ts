import { says } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a kind of token that is not revoked (RFC 7009 §2.2.1)",
  evil: { revocation: says({ error: "unsupported_token_type" }, 400) },
  twin: {},
  verdict: { family: "oauth", code: "ERR_OAUTH_RESPONSE", message: /unsupported_token_type/ },
};
