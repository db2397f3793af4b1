import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an endpoint twice, once with an escape in its name (RFC 8259 §4)",
  evil: { metadata: rewrite((text) => text.replace("{", '{"token\\u005fendpoint":"https://evil.example/token",')) },
  twin: { metadata: rewrite((text) => text.replace('"token_endpoint"', '"token\\u005fendpoint"')) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/token_endpoint twice/ },
};
