import type { RefusedTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a length that is more than what comes before the connection ends",
  evil: { wire: raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n$BODY") },
  twin: { wire: raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n$BODY") },
  verdict: { family: "transport", code: "ERR_TRANSPORT_NETWORK", message: /while reading the body/ },
};
