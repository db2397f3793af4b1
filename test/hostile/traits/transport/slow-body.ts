import type { RefusedTrait } from "../../trait.ts";
import { drip } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a body that drips past the deadline, each letter in time",
  setting: { hastyMs: 400 },
  evil: { wire: drip(40) },
  twin: { wire: drip(1) },
  verdict: {
    family: "transport",
    code: "ERR_TRANSPORT_TIMEOUT",
    message: /400 ms: the deadline passed while reading the body/,
  },
};
