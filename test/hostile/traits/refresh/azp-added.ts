import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an azp that was not there (OpenID Connect Core §12.2)",
  evil: { idToken: { claims: set({ azp: clientId }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_CONTINUITY", parameter: "azp" },
};
