import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "audiences that are an object",
  evil: { introspection: set({ aud: {} }) },
  twin: { introspection: set({ aud: ["https://api.example.com/api", "other"] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/aud" },
};
