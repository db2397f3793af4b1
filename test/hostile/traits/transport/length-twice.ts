import type { RefusedTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "two lengths that differ (RFC 9112 §6.3)",
  evil: {
    wire: raw(
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: $LENGTH\r\ncontent-length: 5\r\nconnection: close\r\n\r\n$BODY ",
    ),
  },
  twin: {},
  verdict: { family: "transport", code: "ERR_TRANSPORT_NETWORK", message: /while waiting for the answer to begin/ },
};
