import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a scope that is a list",
  evil: { token: set({ scope: ["openid"] }) },
  twin: { token: set({ scope: "openid" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/scope" },
};
