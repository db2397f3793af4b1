import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "its key with a modulus in another alphabet (RFC 7515 §2)",
  evil: { jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], n: `${keys[0].n}==` }] : [] }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid" },
};
