import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another sub than the claims parameter asked for (OpenID Connect Core §5.5.1)",
  setting: { parameters: { claims: { id_token: { sub: { value: "user-1" } } } } },
  evil: { idToken: { claims: set({ sub: "user-2" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_SUBJECT", parameter: "sub" },
};
