import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a registration that is managed by a script",
  evil: { registration: set({ registration_client_uri: "javascript:alert(1)" }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/registration_client_uri" },
};
