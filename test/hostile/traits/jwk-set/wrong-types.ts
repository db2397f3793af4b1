import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "its key with a modulus that is a number",
  evil: { jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], n: 65537 }] : [] }) },
  twin: {
    jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], kid: "broken", n: 65537 }, keys[0]] : [] }),
  },
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid" },
};
