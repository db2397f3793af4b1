import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a byte order mark before the document (RFC 8259 §8.1)",
  evil: { metadata: rewrite((text) => `\uFEFF${text}`) },
  twin: { metadata: rewrite((text) => `\n${text}`) },
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not valid JSON/ },
};
