import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an answer that says that nothing has changed",
  evil: { wire: (response) => response.writeHead(304).end() },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 304 instead of 200/ },
};
