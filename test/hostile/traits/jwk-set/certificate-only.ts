import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a certificate in place of the key itself (RFC 7517 §4.7)",
  evil: { jwks: set({ keys: [{ kty: "RSA", kid: "main", x5c: ["MIIB"], use: "sig" }] }) },
  twin: {
    jwks: ({ keys }) => ({
      keys: Array.isArray(keys) ? [{ ...keys[0], x5c: ["MIIB"], x5u: "https://evil.example/c" }] : [],
    }),
  },
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid" },
};
