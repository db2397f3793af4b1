import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "its key with the private part, though it would verify (RFC 7517 §9.2)",
  evil: { jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? keys.map((key) => ({ ...key, d: "AQAB" })) : [] }) },
  twin: {
    jwks: ({ keys }) => ({ keys: Array.isArray(keys) ? [{ ...keys[0], kid: "leaked", d: "AQAB" }, ...keys] : [] }),
  },
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid", message: /looked at 0/ },
};
