import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a scope with two spaces in a row (RFC 6749 §3.3)",
  evil: { token: set({ scope: "openid  email" }) },
  twin: { token: set({ scope: "openid email" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/scope" },
};
