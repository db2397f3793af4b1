import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a flag as a number",
  evil: { metadata: set({ require_pushed_authorization_requests: 1 }) },
  twin: { metadata: set({ require_pushed_authorization_requests: true }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/require_pushed_authorization_requests" },
};
