import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a page that opens an application",
  evil: { device: set({ verification_uri: "intent://pay#Intent;scheme=bank;end" }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/verification_uri" },
};
