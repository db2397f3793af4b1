import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no ID token (CIBA Core §10.1.1)",
  setting: { via: "token" },
  evil: { token: omit("id_token") },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ID_TOKEN_MISSING", parameter: "id_token" },
};
