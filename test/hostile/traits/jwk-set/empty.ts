import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "no keys at all",
  evil: { jwks: set({ keys: [] }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid", message: /looked at 0/ },
};
