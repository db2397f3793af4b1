import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT without the answer (RFC 9701 §5)",
  setting: { registration: { introspection_signed_response_alg: "RS256" } },
  evil: { introspectionJwt: { claims: omit("token_introspection") } },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/token_introspection" },
};
