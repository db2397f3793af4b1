import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error page that nobody can read",
  evil: { revocation: answer(400, { "content-type": "text/html" }, "<h1>no") },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 400/ },
};
