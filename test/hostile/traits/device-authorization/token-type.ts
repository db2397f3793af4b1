import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "tokens of a type that nobody here can present",
  setting: { via: "token" },
  evil: { token: set({ token_type: "mac" }) },
  twin: { token: set({ token_type: "bearer" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_TOKEN_TYPE", parameter: "token_type" },
};
