import type { RefusedTrait } from "../../trait.ts";
import { drip } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "an announced gigabyte that drips",
  evil: { wire: drip(1, { "content-length": "1000000000" }) },
  twin: { wire: drip(1) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_LARGE", message: /10000 bytes/ },
};
