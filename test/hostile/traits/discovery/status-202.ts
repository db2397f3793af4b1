import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a document that is only accepted (RFC 8414 §3.2)",
  evil: { metadata: answer(202, { "content-type": "application/json" }) },
  twin: { metadata: answer(200, { "content-type": "application/json" }) },
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 202/ },
};
