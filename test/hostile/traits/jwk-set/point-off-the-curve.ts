import { set, signedByEc } from "../../mutate.ts";
import { sharedEcKey } from "../../provider/keys.ts";
import type { RefusedTrait } from "../../trait.ts";

const ec = await sharedEcKey("ec");

export const trait: RefusedTrait = {
  name: "an EC key that is not on its curve",
  evil: {
    jwks: set({ keys: [{ ...ec.jwk, x: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE" }] }),
    idToken: { header: set({ alg: "ES256", kid: "ec" }), sign: signedByEc(sharedEcKey("ec")) },
  },
  twin: { idToken: { header: set({ alg: "ES256", kid: "ec" }), sign: signedByEc(sharedEcKey("ec")) } },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    parameter: "kid",
    message: /cannot import/,
  },
};
