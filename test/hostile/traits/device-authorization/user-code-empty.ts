import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an empty user code",
  evil: { device: set({ user_code: "" }) },
  twin: { device: set({ user_code: "A" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/user_code" },
};
