import { hmac, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "HS256 with the public key as secret",
  evil: { logoutToken: { header: set({ alg: "HS256" }), sign: hmac(({ jwk }) => JSON.stringify(jwk)) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
