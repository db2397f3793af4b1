import { sharedKey } from "../../../fixtures/fake-server.ts";
import { signedBy } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a key of another issuer under the same kid",
  evil: { idToken: { sign: signedBy(sharedKey("other")) } },
  twin: { idToken: { sign: signedBy(sharedKey("main")) } },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_SIGNATURE",
    message: /not made with the issuer's key \(1 tried\)/,
  },
};
