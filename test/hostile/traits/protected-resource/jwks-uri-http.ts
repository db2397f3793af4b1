import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "keys without TLS",
  evil: { resourceMetadata: set({ jwks_uri: "http://api.example.com/jwks" }) },
  twin: { resourceMetadata: set({ jwks_uri: "https://api.example.com/jwks" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/jwks_uri" },
};
