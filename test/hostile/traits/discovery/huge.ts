import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a document larger than the cap",
  evil: { metadata: set({ padding: "x".repeat(1_100_000) }) },
  twin: { metadata: set({ padding: "x".repeat(500_000) }) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_LARGE", message: /1048576 bytes/ },
};
