import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "status 200 (RFC 9126 §2.2)",
  evil: { pushed: answer(200, { "content-type": "application/json" }) },
  twin: { pushed: answer(201, { "content-type": "application/json" }) },
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 200 instead of 201/ },
};
