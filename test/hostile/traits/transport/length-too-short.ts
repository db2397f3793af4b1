import type { RefusedTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a length that is less than what comes, so that the JSON is cut off",
  evil: {
    wire: raw(
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 40\r\nconnection: close\r\n\r\n$BODY",
    ),
  },
  twin: {
    wire: raw(
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: $LENGTH\r\nconnection: close\r\n\r\n$BODY",
    ),
  },
  verdict: { family: "response", code: "ERR_RESPONSE_NOT_JSON", message: /not valid JSON/ },
};
