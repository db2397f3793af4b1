import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a sub that differs in case",
  evil: { userinfo: set({ sub: "USER-1" }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_SUBJECT", parameter: "sub" },
};
