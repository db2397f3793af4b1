import { sharedKey } from "../../../fixtures/fake-server.ts";
import { set, signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a key at a place that the token names (RFC 8725 §3.10)",
  evil: {
    idToken: { header: set({ jku: "https://evil.example/jwks", kid: "other" }), sign: signedBy(sharedKey("other")) },
  },
  twin: { idToken: { header: set({ jku: "https://evil.example/jwks" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid" },
};
