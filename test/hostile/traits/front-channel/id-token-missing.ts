import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no ID token where the response type has one (OpenID Connect Core §3.3.2.5)",
  evil: { authorization: parameter("id_token", undefined) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/id_token" },
};
