import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "its key for encryption only (RFC 7517 §4.2)",
  evil: { jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], use: "enc" }] : [] }) },
  twin: { jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], use: undefined }] : [] }) },
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    parameter: "kid",
    message: /use is not sig/,
  },
};
