import { sharedKey } from "../../../fixtures/fake-server.ts";
import { set, signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a certificate at a place that the token names (RFC 7515 §4.1.5)",
  evil: {
    idToken: { header: set({ x5u: "https://evil.example/c", x5c: ["MIIB"] }), sign: signedBy(sharedKey("other")) },
  },
  twin: { idToken: { header: set({ x5u: "https://evil.example/c" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /1 tried/ },
};
