import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the access token itself in the place of the answer (RFC 9701 §8.1)",
  setting: { registration: { introspection_signed_response_alg: "RS256" } },
  evil: { introspectionJwt: { header: set({ typ: "at+jwt" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", parameter: "typ" },
};
