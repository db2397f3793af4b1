import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "JSON where the registration says signed (RFC 9701 §4)",
  setting: { registration: { introspection_signed_response_alg: "RS256" } },
  evil: { introspection: set({}) },
  twin: {},
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
