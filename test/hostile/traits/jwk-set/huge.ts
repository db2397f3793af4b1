import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a set larger than the cap",
  evil: { jwks: set({ padding: "x".repeat(1_100_000) }) },
  twin: { jwks: set({ padding: "x".repeat(900_000) }) },
  verdict: { family: "response", code: "ERR_RESPONSE_TOO_LARGE", message: /jwks_uri/ },
};
