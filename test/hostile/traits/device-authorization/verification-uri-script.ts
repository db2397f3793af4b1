import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a page that is a script (RFC 8628 §3.3)",
  evil: { device: set({ verification_uri: "javascript:alert(1)" }) },
  twin: { device: set({ verification_uri: "https://id.example.com/d" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/verification_uri" },
};
