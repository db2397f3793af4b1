import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a document that comes with status 500",
  evil: { metadata: answer(500, { "content-type": "application/json" }) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 500/ },
};
