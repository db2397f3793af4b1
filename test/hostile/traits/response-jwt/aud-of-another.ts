import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT for another client (JARM §2.4)",
  evil: { responseJwt: { claims: set({ aud: "client-2" }) } },
  twin: { responseJwt: { claims: set({ aud: [clientId] }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUDIENCE", parameter: "aud" },
};
