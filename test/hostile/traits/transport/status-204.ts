import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an answer without a body",
  evil: { wire: (response) => response.writeHead(204).end() },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 204 instead of 200/ },
};
