import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an empty list of extensions (RFC 7515 §4.1.11)",
  evil: { idToken: { header: set({ crit: [] }) } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_JWT", pointer: "/crit" },
};
