import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an interval that is a list",
  evil: { device: set({ interval: [5] }) },
  twin: { device: set({ interval: 1 }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/interval" },
};
