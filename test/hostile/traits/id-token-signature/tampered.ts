import { tamper } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a payload that was changed after it was signed",
  evil: { idToken: { text: tamper((payload) => payload.replace("user-1", "user-2")) } },
  twin: { idToken: { text: tamper((payload) => payload) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /1 tried/ },
};
