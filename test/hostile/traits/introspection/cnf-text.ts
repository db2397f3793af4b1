import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a binding that is text (RFC 7800 §3.1)",
  evil: { introspection: set({ cnf: "jkt" }) },
  twin: { introspection: set({ cnf: { jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" } }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/cnf" },
};
