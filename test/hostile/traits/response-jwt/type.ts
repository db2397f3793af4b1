import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the typ of an access token",
  evil: { responseJwt: { header: set({ typ: "at+jwt" }) } },
  twin: { responseJwt: { header: set({ typ: "JWT" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", parameter: "typ" },
};
