import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a body above the cap",
  evil: { token: set({ padding: "x".repeat(1_100_000) }) },
  twin: { token: set({ padding: "x".repeat(1_000_000) }) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_LARGE", message: /1048576 bytes/ },
};
