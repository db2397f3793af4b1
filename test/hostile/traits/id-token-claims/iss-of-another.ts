import { issuer } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another issuer (OpenID Connect Core §3.1.3.7)",
  evil: { idToken: { claims: set({ iss: "https://evil.example" }) } },
  twin: { idToken: { claims: set({ iss: issuer }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss" },
};
