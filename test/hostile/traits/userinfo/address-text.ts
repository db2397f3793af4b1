import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an address as text (OpenID Connect Core §5.1.1)",
  evil: { userinfo: set({ address: "London" }) },
  twin: { userinfo: set({ address: { formatted: "London" } }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/address" },
};
