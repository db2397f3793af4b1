import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a symmetric key under the kid of the token, which must never be published (RFC 7517 §9.2)",
  evil: {
    jwks: set({
      keys: [{ kty: "oct", kid: "main", k: "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA", alg: "HS256" }],
    }),
  },
  twin: {
    jwks: ({ keys }) => ({ keys: [{ kty: "oct", kid: "main", k: "c2VjcmV0" }, ...(Array.isArray(keys) ? keys : [])] }),
  },
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid", message: /looked at 0/ },
};
