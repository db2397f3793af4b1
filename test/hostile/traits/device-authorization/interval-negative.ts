import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an interval below zero",
  evil: { device: set({ interval: -5 }) },
  twin: { device: omit("interval") },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/interval" },
};
