import { clientId } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a number among the audiences",
  evil: { idToken: { claims: set({ aud: [clientId, 1] }) } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/aud/1" },
};
