import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the kid of the key for another algorithm",
  evil: { idToken: { header: set({ kid: "ec" }) } },
  twin: {},
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    parameter: "kid",
    message: /kty is not RSA/,
  },
};
