import { sharedKey } from "../../../fixtures/fake-server.ts";
import { set, signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const other = await sharedKey("other");

export const trait: RefusedTrait = {
  name: "a key that the token brings along, and no kid that the provider knows",
  evil: { idToken: { header: set({ jwk: other.jwk, kid: "other" }), sign: signedBy(sharedKey("other")) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid" },
};
