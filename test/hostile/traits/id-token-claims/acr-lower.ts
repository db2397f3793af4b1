import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another authentication context than was essential (OpenID Connect Core §5.5.1.1)",
  setting: { parameters: { claims: { id_token: { acr: { essential: true, values: ["urn:high", "urn:higher"] } } } } },
  evil: { idToken: { claims: set({ acr: "urn:low" }) } },
  twin: { idToken: { claims: set({ acr: "urn:higher" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ACR", parameter: "acr" },
};
