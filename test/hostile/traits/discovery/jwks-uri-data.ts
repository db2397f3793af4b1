import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "keys that stand in a data URL",
  evil: { metadata: set({ jwks_uri: "data:application/json,{}" }) },
  twin: { metadata: set({ jwks_uri: "http://localhost:8080/jwks" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/jwks_uri" },
};
