import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a user code that is written from right to left",
  evil: { device: set({ user_code: "WDJB\u202EMJHT" }) },
  twin: { device: set({ user_code: "ブルー" }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_UNSAFE_TEXT", parameter: "user_code" },
};
