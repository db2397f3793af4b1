import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "status 204 (RFC 7009 §2.2)",
  evil: { revocation: answer(204, {}, null) },
  twin: { revocation: answer(200, { "content-type": "text/html" }, "<h1>gone") },
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 204 instead of 200/ },
};
