import { omit, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT of no type (RFC 9701 §5)",
  setting: { registration: { introspection_signed_response_alg: "RS256" } },
  evil: { introspectionJwt: { header: omit("typ") } },
  twin: { introspectionJwt: { header: set({ typ: "application/token-introspection+jwt" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", parameter: "typ" },
};
