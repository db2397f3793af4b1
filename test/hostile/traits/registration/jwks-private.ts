import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the client's keys, private parts included",
  evil: {
    registration: set({ jwks: { keys: [{ kty: "oct", k: "c2VjcmV0" }] }, jwks_uri: "https://app.example.com/jwks" }),
  },
  twin: { registration: set({ jwks_uri: "https://app.example.com/jwks" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", message: /jwks/ },
};
