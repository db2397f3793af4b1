import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an audience that nobody trusts and no azp",
  evil: { idToken: { claims: set({ aud: [clientId, "client-2"] }) } },
  twin: { idToken: { claims: set({ aud: [clientId, "client-2"], azp: clientId }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUDIENCE", parameter: "aud", message: /does not trust/ },
};
