import { redirectUri } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "redirect URIs as text",
  evil: { registration: set({ redirect_uris: redirectUri }) },
  twin: { registration: set({ redirect_uris: [redirectUri] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/redirect_uris" },
};
