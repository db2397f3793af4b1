import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the typ of an access token (RFC 8725 §3.11)",
  evil: { idToken: { header: set({ typ: "at+jwt" }) } },
  twin: { idToken: { header: set({ typ: "JWT" }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", parameter: "typ" },
};
