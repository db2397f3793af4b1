import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a user code that clears the terminal (RFC 8628 §6.1)",
  evil: { device: set({ user_code: "\u001b[2JWDJB" }) },
  twin: { device: set({ user_code: "WDJB MJHT" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_UNSAFE_TEXT", parameter: "user_code" },
};
