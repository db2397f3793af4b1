import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an azp of another client beside several aud",
  evil: { idToken: { claims: set({ aud: [clientId, "client-2"], azp: "client-2" }) } },
  twin: { idToken: { claims: set({ aud: ["client-2", clientId], azp: clientId }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUTHORIZED_PARTY", parameter: "azp" },
};
