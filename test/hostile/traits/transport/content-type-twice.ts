import type { RefusedTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "two content types",
  evil: {
    wire: raw(
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n$BODY",
    ),
  },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
