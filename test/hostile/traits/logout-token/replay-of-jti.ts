import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another token with the jti of an earlier one",
  setting: { via: "replay" },
  evil: { logoutToken: { claims: set({ jti: "j" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_REPLAY", parameter: "jti" },
};
