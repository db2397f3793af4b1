import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "scopes of an OpenID provider without openid (OpenID Connect Discovery §3)",
  evil: { metadata: set({ scopes_supported: ["profile"] }) },
  twin: { metadata: set({ scopes_supported: ["profile", "openid"] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "", message: /scopes_supported/ },
};
