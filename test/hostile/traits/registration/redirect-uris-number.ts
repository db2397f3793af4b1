import { redirectUri } from "../../../fixtures/fake-server.ts";
import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a number among the redirect URIs",
  evil: { registration: set({ redirect_uris: [redirectUri, 1] }) },
  twin: { registration: set({ redirect_uris: [redirectUri, "https://app.example.com/other"] }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/redirect_uris/1" },
};
