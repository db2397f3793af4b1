import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a user code of two lines",
  evil: { device: set({ user_code: "WDJB\nGo to https://evil.example" }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_UNSAFE_TEXT", parameter: "user_code" },
};
