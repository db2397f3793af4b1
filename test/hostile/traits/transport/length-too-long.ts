import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a length that is more than what comes",
  setting: { hastyMs: 300 },
  evil: {
    wire: (response, honest) =>
      response
        .writeHead(200, { "content-type": "application/json", "content-length": `${honest.length + 1}` })
        .write(honest),
  },
  twin: {
    wire: (response, honest) =>
      response.writeHead(200, { "content-type": "application/json", "content-length": `${honest.length}` }).end(honest),
  },
  verdict: { family: "transport", code: "ERR_TRANSPORT_TIMEOUT", message: /while reading the body/ },
};
