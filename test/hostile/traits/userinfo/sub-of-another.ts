import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another sub (OpenID Connect Core §5.3.2)",
  evil: { userinfo: set({ sub: "user-2" }) },
  twin: { userinfo: set({ name: "Ada" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SUBJECT", parameter: "sub" },
};
