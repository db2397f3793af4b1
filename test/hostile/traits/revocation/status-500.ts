import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a failure: the token may still be good (RFC 7009 §2.2.1)",
  evil: { revocation: answer(503, { "retry-after": "5" }, "") },
  twin: { revocation: answer(200, {}, "") },
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 503 instead of 200/ },
};
