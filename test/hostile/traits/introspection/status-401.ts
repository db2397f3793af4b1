import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no error and status 401",
  evil: { introspection: answer(401, { "www-authenticate": "Basic" }, "") },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 401/ },
};
