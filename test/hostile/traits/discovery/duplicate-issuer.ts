import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a second issuer member (RFC 8259 §4)",
  evil: { metadata: rewrite((text) => text.replace("{", '{"issuer":"https://evil.example",')) },
  twin: { metadata: rewrite((text) => text.replace("{", '{"x":{"issuer":"https://evil.example"},')) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/issuer twice/ },
};
