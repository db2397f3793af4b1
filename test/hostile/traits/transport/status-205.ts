import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an answer that only resets a form",
  evil: { wire: (response) => response.writeHead(205).end() },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 205 instead of 200/ },
};
