import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another audience (OpenID Connect Core §3.1.3.7)",
  evil: { idToken: { claims: set({ aud: "client-2" }) } },
  twin: { idToken: { claims: set({ aud: [clientId] }) } },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_AUDIENCE",
    parameter: "aud",
    message: /does not contain the client_id/,
  },
};
