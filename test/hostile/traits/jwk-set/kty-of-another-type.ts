import { set } from "../../mutate.ts";
import { sharedEcKey } from "../../provider/keys.ts";
import type { RefusedTrait } from "../../trait.ts";

const ec = await sharedEcKey("ec");

export const trait: RefusedTrait = {
  name: "an EC key under the kid of an RS256 token",
  evil: { jwks: set({ keys: [{ ...ec.jwk, kid: "main" }] }) },
  twin: { jwks: ({ keys }) => ({ keys: [{ ...ec.jwk, kid: "main" }, ...(Array.isArray(keys) ? keys : [])] }) },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    parameter: "kid",
    message: /kty is not RSA/,
  },
};
