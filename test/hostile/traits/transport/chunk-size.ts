import type { RefusedTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a chunk whose size is no number",
  evil: {
    wire: raw(
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\nzz\r\n$BODY\r\n0\r\n\r\n",
    ),
  },
  twin: {},
  verdict: { family: "transport", code: "ERR_TRANSPORT_NETWORK", message: /while reading the body/ },
};
