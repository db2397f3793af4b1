import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "more text behind the object",
  evil: { token: rewrite((text) => `${text};`) },
  twin: { token: rewrite((text) => `${text}\r\n`) },
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not valid JSON/ },
};
