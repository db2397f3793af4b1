import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no ID token where one was asked for (OpenID Connect Core §3.1.3.3)",
  evil: { token: omit("id_token") },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ID_TOKEN_MISSING", parameter: "id_token" },
};
