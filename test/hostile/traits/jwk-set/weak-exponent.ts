import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an RSA key whose exponent is one, with which anybody signs",
  evil: { jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], e: "AQ" }] : [] }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_WEAK", parameter: "kid", message: /n or e is weak/ },
};
