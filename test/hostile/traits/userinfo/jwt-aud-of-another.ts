import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT for another client",
  setting: { registration: { userinfo_signed_response_alg: "RS256" } },
  evil: { userinfoJwt: { claims: set({ aud: "client-2" }) } },
  twin: { userinfoJwt: { claims: set({ aud: ["api", clientId] }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUDIENCE", parameter: "aud" },
};
