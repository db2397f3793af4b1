import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another access token beside the honest ID token (RFC 9700 §4.6)",
  setting: { parameters: { response_type: "code id_token token" } },
  evil: { authorization: parameter("access_token", "access-secret-9") },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "at_hash" },
};
