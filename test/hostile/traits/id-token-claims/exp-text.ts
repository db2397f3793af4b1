import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

const now = 1_800_000_000;

export const trait: RefusedTrait = {
  name: "an expiry as text",
  evil: { idToken: { claims: set({ exp: String(now + 300) }) } },
  twin: { idToken: { claims: set({ exp: now + 300.5 }) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", pointer: "/exp" },
};
