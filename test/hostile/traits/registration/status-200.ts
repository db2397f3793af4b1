import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "status 200 (RFC 7591 §3.2.1)",
  evil: { registration: answer(200, { "content-type": "application/json" }) },
  twin: { registration: answer(201, { "content-type": "application/json" }) },
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 200 instead of 201/ },
};
