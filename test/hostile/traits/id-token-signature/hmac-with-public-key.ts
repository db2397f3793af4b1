import { hmac, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "HS256 with the public key as secret (RFC 8725 §2.1)",
  evil: {
    idToken: { header: set({ alg: "HS256" }), sign: hmac(({ jwk }) => JSON.stringify(jwk)) },
    metadata: set({ id_token_signing_alg_values_supported: ["RS256", "HS256"] }),
  },
  twin: { metadata: set({ id_token_signing_alg_values_supported: ["RS256", "HS256"] }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
