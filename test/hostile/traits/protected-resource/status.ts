import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "metadata that is not there",
  evil: { resourceMetadata: answer(404, {}, "") },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 404/ },
};
