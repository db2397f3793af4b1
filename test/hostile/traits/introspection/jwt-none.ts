import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an unsigned JWT",
  setting: { registration: { introspection_signed_response_alg: "RS256" } },
  evil: { introspectionJwt: { header: set({ alg: "none" }), sign: () => "" } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
