import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another issuer",
  evil: { logoutToken: { claims: set({ iss: "https://evil.example" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss" },
};
