import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a null among the scopes",
  evil: { metadata: set({ scopes_supported: ["openid", null] }) },
  twin: { metadata: set({ scopes_supported: ["openid", "email"] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/scopes_supported/1" },
};
