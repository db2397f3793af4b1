import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a secret whose end is text",
  evil: { registration: set({ client_secret_expires_at: "never" }) },
  twin: { registration: set({ client_secret_expires_at: 1_900_000_000 }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/client_secret_expires_at" },
};
