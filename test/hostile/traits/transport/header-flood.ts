import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "more header fields than anybody reads",
  evil: {
    wire: (response, honest) =>
      response
        .writeHead(200, {
          "content-type": "application/json",
          ...Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`x-${index}`, "y".repeat(100)])),
        })
        .end(honest),
  },
  twin: {
    wire: (response, honest) =>
      response
        .writeHead(200, {
          "content-type": "application/json",
          ...Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`x-${index}`, "y".repeat(100)])),
        })
        .end(honest),
  },
  verdict: { family: "transport", code: "ERR_TRANSPORT_NETWORK", message: /while waiting for the answer to begin/ },
};
