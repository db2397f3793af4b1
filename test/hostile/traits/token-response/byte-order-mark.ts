import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a byte order mark before the JSON (RFC 8259 §8.1)",
  evil: { token: rewrite((text) => `\uFEFF${text}`) },
  twin: { token: rewrite((text) => ` ${text}`) },
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not valid JSON/ },
};
