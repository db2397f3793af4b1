import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an interval as text",
  evil: { backchannel: set({ interval: "5" }) },
  twin: { backchannel: omit("interval") },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/interval" },
};
