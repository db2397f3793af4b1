import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a sub of 256 characters (OpenID Connect Core §2)",
  evil: { idToken: { claims: set({ sub: "u".repeat(256) }) } },
  twin: { idToken: { claims: set({ sub: "u".repeat(255) }) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/sub" },
};
