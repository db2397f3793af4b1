import { both, omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an ID token in the place of a logout token",
  evil: { logoutToken: { header: omit("typ"), claims: both(omit("events"), set({ nonce: "n" })) } },
  twin: { logoutToken: { header: omit("typ") } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/events" },
};
