import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a date as text (OpenID Connect Core §5.1)",
  evil: { userinfo: set({ updated_at: "2026-11-22T10:00:00Z" }) },
  twin: { userinfo: set({ updated_at: 1_700_000_000 }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/updated_at" },
};
