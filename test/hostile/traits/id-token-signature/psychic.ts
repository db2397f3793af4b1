import { set, signedByEc } from "../../mutate.ts";
import { sharedEcKey } from "../../provider/keys.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an ES256 signature of zeroes, which broken verifiers accept",
  evil: { idToken: { header: set({ alg: "ES256", kid: "ec" }), sign: () => Buffer.alloc(64).toString("base64url") } },
  twin: { idToken: { header: set({ alg: "ES256", kid: "ec" }), sign: signedByEc(sharedEcKey("ec")) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /1 tried/ },
};
