import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "nothing about the user",
  evil: { webfinger: answer(404, {}, "") },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 404/ },
};
