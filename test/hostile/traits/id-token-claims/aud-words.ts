import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "audiences in one text, the client among them",
  evil: { idToken: { claims: set({ aud: `client-2 ${clientId}` }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_AUDIENCE", parameter: "aud" },
};
