import { rewrite } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "JSON as JavaScript would have it",
  evil: { token: rewrite((text) => text.replaceAll('"', "'")) },
  twin: { token: rewrite((text) => JSON.stringify(JSON.parse(text), undefined, 8)) },
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not valid JSON/ },
};
