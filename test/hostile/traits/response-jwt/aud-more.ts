import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT for this client and another",
  evil: { responseJwt: { claims: set({ aud: [clientId, "client-2"] }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUDIENCE", parameter: "aud" },
};
