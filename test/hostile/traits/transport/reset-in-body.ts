import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a connection that is reset in the middle of the body",
  evil: {
    wire: (response, honest) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write(honest, () => response.req.socket.resetAndDestroy());
    },
  },
  twin: {},
  verdict: { family: "transport", code: "ERR_TRANSPORT_NETWORK", message: /while reading the body/ },
};
