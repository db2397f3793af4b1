import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a sub that is a list",
  evil: { logoutToken: { claims: set({ sub: ["user-1"] }) } },
  twin: { logoutToken: { claims: omit("sid") } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/sub" },
};
