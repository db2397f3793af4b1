import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an azp of another client beside a single aud (OpenID Connect Core §3.1.3.7)",
  evil: { idToken: { claims: set({ azp: "client-2" }) } },
  twin: { idToken: { claims: set({ azp: clientId }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUTHORIZED_PARTY", parameter: "azp" },
};
