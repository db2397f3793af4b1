import { set, signedByEc } from "../../mutate.ts";
import { sharedEcKey } from "../../provider/keys.ts";
import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "another algorithm that is announced",
  odd: { idToken: { header: set({ alg: "ES256", kid: "ec" }), sign: signedByEc(sharedEcKey("ec")) } },
};
