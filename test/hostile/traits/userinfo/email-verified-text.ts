import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "email_verified as text (OpenID Connect Core §5.1)",
  evil: { userinfo: set({ email_verified: "true" }) },
  twin: { userinfo: set({ email_verified: true, locale: "en_US", "name#de": "x", roles: [] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/email_verified" },
};
