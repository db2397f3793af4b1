import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a complete page that is a script",
  evil: { device: set({ verification_uri_complete: "javascript:alert(1)//" }) },
  twin: { device: omit("verification_uri_complete") },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/verification_uri_complete" },
};
