import type { RefusedTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a status that does not exist",
  evil: { wire: raw("HTTP/1.1 999 Denied\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n$BODY") },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_STATUS", message: /status 999 instead of 200/ },
};
