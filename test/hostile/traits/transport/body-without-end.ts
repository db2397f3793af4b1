import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a last chunk that never comes",
  setting: { hastyMs: 300 },
  evil: { wire: (response, honest) => response.writeHead(200, { "content-type": "application/json" }).write(honest) },
  twin: {
    wire: (response, honest) => {
      response.writeHead(200, { "content-type": "application/json" }).write(honest);
      response.end();
    },
  },
  verdict: { family: "transport", code: "ERR_TRANSPORT_TIMEOUT", message: /while reading the body/ },
};
