import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an interval below zero",
  evil: { backchannel: set({ interval: -1 }) },
  twin: { backchannel: set({ interval: 1 }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/interval" },
};
