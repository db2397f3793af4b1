import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no authentication context where one was essential",
  setting: { parameters: { claims: { id_token: { acr: { essential: true, value: "urn:high" } } } } },
  evil: { idToken: { claims: omit("acr") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ACR", parameter: "acr" },
};
