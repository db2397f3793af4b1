import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another client than the one that was updated (RFC 7592 §2.2)",
  setting: { via: "update" },
  evil: { registration: set({ client_id: "registered-2" }) },
  twin: { registration: set({ client_name: "New" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_CLIENT", parameter: "client_id" },
};
