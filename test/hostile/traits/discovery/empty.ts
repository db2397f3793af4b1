import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an empty body",
  evil: { metadata: answer(200, { "content-type": "application/json" }, "") },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /body is empty/ },
};
