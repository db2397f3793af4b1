import type { RefusedTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "an informational status that is never followed by an answer",
  setting: { hastyMs: 150 },
  evil: { wire: (response) => void response.socket?.write("HTTP/1.1 199 Wait\r\n\r\n") },
  twin: {
    wire: raw(
      "HTTP/1.1 103 Early Hints\r\nlink: <https://evil.example/>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n$BODY",
    ),
  },
  verdict: { family: "transport", code: "ERR_TRANSPORT_TIMEOUT", message: /while waiting for the answer to begin/ },
};
