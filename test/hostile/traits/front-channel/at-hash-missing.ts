import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no at_hash beside an access token (OpenID Connect Core §3.2.2.10)",
  setting: { parameters: { response_type: "code id_token token" } },
  evil: { frontIdToken: { claims: omit("at_hash") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_HASH", parameter: "at_hash" },
};
