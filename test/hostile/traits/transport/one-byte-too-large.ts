import type { RefusedTrait } from "../../trait.ts";
import { padded } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a body one byte too large",
  evil: { wire: padded(10_001) },
  twin: { wire: padded(10_000) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_LARGE", message: /10000 bytes/ },
};
