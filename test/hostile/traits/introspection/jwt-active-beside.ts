import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "active beside the answer instead of inside",
  setting: { registration: { introspection_signed_response_alg: "RS256" } },
  evil: { introspectionJwt: { claims: set({ active: true, token_introspection: {} }) } },
  twin: { introspectionJwt: { claims: set({ token_introspection: { active: false } }) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/token_introspection/active" },
};
