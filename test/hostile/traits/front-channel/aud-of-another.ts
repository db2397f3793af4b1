import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the ID token of another client (OpenID Connect Core §3.2.2.11)",
  evil: { frontIdToken: { claims: set({ aud: "client-2" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUDIENCE", parameter: "aud" },
};
