import type { RefusedTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a change of the protocol that nobody asked for",
  evil: { wire: raw("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n$BODY") },
  twin: {},
  verdict: { family: "transport", code: "ERR_TRANSPORT_NETWORK", message: /while waiting for the answer to begin/ },
};
