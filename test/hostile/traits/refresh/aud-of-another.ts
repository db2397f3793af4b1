import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another aud",
  evil: { idToken: { claims: set({ aud: "client-2" }) } },
  twin: { idToken: { claims: set({ aud: [clientId] }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUDIENCE", parameter: "aud" },
};
