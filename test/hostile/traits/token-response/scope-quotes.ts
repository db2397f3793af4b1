import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a scope with a quotation mark (RFC 6749 §3.3)",
  evil: { token: set({ scope: 'openid "admin"' }) },
  twin: { token: set({ scope: "openid https://api.example.com/read!" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/scope" },
};
