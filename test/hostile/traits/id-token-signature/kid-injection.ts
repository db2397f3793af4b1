import { hmac, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a kid that is a path to another file",
  evil: { idToken: { header: set({ kid: "../../../dev/null' OR 1=1 --\r\n" }), sign: hmac(() => "") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid" },
};
