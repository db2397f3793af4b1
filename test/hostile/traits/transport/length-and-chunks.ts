import type { RefusedTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a length beside chunks: the one reader's end is the other's beginning (RFC 9112 §6.1)",
  evil: {
    wire: raw(
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: $LENGTH\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n$HEX\r\n$BODY\r\n0\r\n\r\n",
    ),
  },
  twin: {
    wire: raw(
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n$HEX\r\n$BODY\r\n0\r\n\r\n",
    ),
  },
  verdict: { family: "transport", code: "ERR_TRANSPORT_NETWORK", message: /while waiting for the answer to begin/ },
};
