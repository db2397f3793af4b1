import { rewrite, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a lifetime that never ends",
  evil: { device: rewrite((text) => text.replace('"expires_in":600', '"expires_in":1e999')) },
  twin: { device: set({ expires_in: 1e300 }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/expires_in" },
};
