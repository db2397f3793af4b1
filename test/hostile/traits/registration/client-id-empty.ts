import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an empty client_id",
  evil: { registration: set({ client_id: "" }) },
  twin: { registration: set({ client_id: "c" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/client_id" },
};
