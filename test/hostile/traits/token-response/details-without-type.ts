import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "authorization details without a type (RFC 9396 §7)",
  evil: { token: set({ authorization_details: [{ amount: 1 }] }) },
  twin: { token: set({ authorization_details: [{ type: "payment" }] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/authorization_details/0/type" },
};
