import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another audience",
  evil: { logoutToken: { claims: set({ aud: "client-2" }) } },
  twin: { logoutToken: { claims: set({ aud: [clientId] }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUDIENCE", parameter: "aud" },
};
