import type { RefusedTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a header field with a null byte",
  evil: { wire: raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\u0000\r\nconnection: close\r\n\r\n$BODY") },
  twin: {},
  verdict: { family: "transport", code: "ERR_TRANSPORT_NETWORK", message: /while waiting for the answer to begin/ },
};
