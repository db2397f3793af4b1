import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "keys with the status of a failure",
  evil: { jwks: answer(503, { "content-type": "application/json" }) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /JWK Set was answered with status 503/ },
};
