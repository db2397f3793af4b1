import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "keys without TLS on a foreign host",
  evil: { metadata: set({ jwks_uri: "http://keys.example.net/jwks" }) },
  twin: { metadata: set({ jwks_uri: "https://keys.example.net/jwks" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/jwks_uri" },
};
