import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an alg that was not announced",
  evil: { logoutToken: { header: set({ alg: "RS384" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
