import type { RefusedTrait } from "../../trait.ts";
import { raw } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a header field of a megabyte",
  evil: { wire: raw(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx: ${"y".repeat(1_000_000)}\r\n\r\n$BODY`) },
  twin: {},
  verdict: { family: "transport", code: "ERR_TRANSPORT_NETWORK", message: /while waiting for the answer to begin/ },
};
