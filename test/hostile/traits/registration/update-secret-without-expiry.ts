import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a new secret that does not say when it ends",
  setting: { via: "update" },
  evil: { registration: omit("client_secret_expires_at") },
  twin: { registration: set({ client_secret: "client-secret-9" }) },
  verdict: {
    family: "validation",
    code: "ERR_VALIDATION_RESPONSE",
    message: /client_secret needs client_secret_expires_at/,
  },
};
