import { sharedKey } from "../../../fixtures/fake-server.ts";
import { set, signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a kid that the provider does not publish",
  evil: { logoutToken: { header: set({ kid: "other" }), sign: signedBy(sharedKey("other")) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid" },
};
