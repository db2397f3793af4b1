import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another client than the one that was asked for (RFC 7592 §2.1)",
  setting: { via: "read" },
  evil: { registration: set({ client_id: "registered-2" }) },
  twin: { registration: set({ client_name: "Renamed" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_CLIENT", parameter: "client_id" },
};
