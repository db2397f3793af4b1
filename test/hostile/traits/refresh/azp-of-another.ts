import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an azp of another client",
  evil: { idToken: { claims: set({ azp: "client-2" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUTHORIZED_PARTY", parameter: "azp" },
};
