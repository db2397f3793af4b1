import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "its key for another algorithm (RFC 7517 §4.4)",
  evil: { jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], alg: "RS512" }] : [] }) },
  twin: { jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], alg: undefined }] : [] }) },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    parameter: "kid",
    message: /alg is not RS256/,
  },
};
