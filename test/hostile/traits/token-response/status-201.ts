import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "status 201 (RFC 6749 §5.1)",
  evil: { token: answer(201, { "content-type": "application/json" }) },
  twin: { token: answer(200, { "content-type": "application/json" }) },
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 201 instead of 200/ },
};
