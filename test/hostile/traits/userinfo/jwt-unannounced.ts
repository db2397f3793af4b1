import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a JWT that nobody registered nor announced",
  evil: { userinfoJwt: {}, metadata: omit("userinfo_signing_alg_values_supported") },
  twin: { userinfoJwt: {} },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
