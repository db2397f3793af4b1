import { tamper } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a code that was changed after it was signed",
  evil: { responseJwt: { text: tamper((payload) => payload.replace("code-secret", "code-secreT")) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_SIGNATURE", message: /authorization response JWT/ },
};
