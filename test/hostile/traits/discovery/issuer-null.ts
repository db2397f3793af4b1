import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an issuer of null",
  evil: { metadata: set({ issuer: null }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/issuer" },
};
