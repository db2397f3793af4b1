import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a secret that does not say when it ends (RFC 7591 §3.2.1)",
  evil: { registration: omit("client_secret_expires_at") },
  twin: { registration: omit("client_secret", "client_secret_expires_at") },
  verdict: {
    family: "validation",
    code: "ERR_VALIDATION_RESPONSE",
    message: /client_secret needs client_secret_expires_at/,
  },
};
