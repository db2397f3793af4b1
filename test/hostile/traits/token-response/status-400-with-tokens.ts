import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "tokens with the status of a refusal",
  evil: { token: answer(400, { "content-type": "application/json" }) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 400 instead of 200/ },
};
