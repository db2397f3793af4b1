import { hmac, set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "HS256 with an empty secret",
  evil: { idToken: { header: set({ alg: "HS256" }), sign: hmac(() => "") } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ALGORITHM", parameter: "alg" },
};
