import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a connection that is reset before the answer",
  evil: { wire: (response) => void response.req.socket.resetAndDestroy() },
  twin: {},
  verdict: { family: "transport", code: "ERR_TRANSPORT_NETWORK", message: /while waiting for the answer to begin/ },
};
