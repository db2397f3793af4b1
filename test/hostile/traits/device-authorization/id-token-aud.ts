import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an ID token for another client",
  setting: { via: "token" },
  evil: { idToken: { claims: set({ aud: "client-2" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUDIENCE", parameter: "aud" },
};
