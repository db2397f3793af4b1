import type { RefusedTrait } from "../../trait.ts";
import { padded, stream } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a body of a gigabyte, streamed as fast as it is taken",
  evil: { wire: stream(1_000_000_000) },
  twin: { wire: padded(10_000) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_LARGE", message: /10000 bytes/ },
};
