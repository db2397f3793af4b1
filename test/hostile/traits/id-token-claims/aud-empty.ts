import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an empty list of audiences",
  evil: { idToken: { claims: set({ aud: [] }) } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/aud" },
};
