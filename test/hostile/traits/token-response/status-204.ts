import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "status 204",
  evil: { token: answer(204, {}, null) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 204 instead of 200/ },
};
