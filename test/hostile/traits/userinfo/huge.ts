import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a picture of a megabyte",
  evil: { userinfo: set({ picture: `data:image/png;base64,${"A".repeat(1_100_000)}` }) },
  twin: { userinfo: set({ x: "A".repeat(500_000) }) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_LARGE", message: /1048576 bytes/ },
};
