import { tamper } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a payload with one space more than was signed",
  evil: { idToken: { text: tamper((payload) => `${payload} `) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /1 tried/ },
};
