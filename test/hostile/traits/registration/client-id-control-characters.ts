import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a client_id with a line break (RFC 6749 appendix A.1)",
  evil: { registration: set({ client_id: "a\nb" }) },
  twin: { registration: set({ client_id: "a b:c" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/client_id" },
};
