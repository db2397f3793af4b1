import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "its key for signing and nothing else (RFC 7517 §4.3)",
  evil: {
    jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], use: undefined, key_ops: ["encrypt"] }] : [] }),
  },
  twin: {
    jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], use: undefined, key_ops: ["verify"] }] : [] }),
  },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    parameter: "kid",
    message: /key_ops are not verify/,
  },
};
