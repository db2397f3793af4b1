import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a user code that is a number",
  evil: { device: set({ user_code: 123456 }) },
  twin: { device: set({ user_code: "123456" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/user_code" },
};
