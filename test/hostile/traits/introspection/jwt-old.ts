import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "an answer from an hour ago",
  setting: { registration: { introspection_signed_response_alg: "RS256" } },
  evil: { introspectionJwt: { claims: set({ iat: now - 3600 }) } },
  twin: { introspectionJwt: { claims: set({ iat: now - 60 }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUED_AT", parameter: "iat" },
};
