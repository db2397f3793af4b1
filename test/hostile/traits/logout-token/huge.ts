import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a token of seventy thousand characters",
  evil: { logoutToken: { claims: set({ padding: "x".repeat(70_000) }) } },
  twin: { logoutToken: { claims: set({ padding: "x".repeat(20_000) }) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_RECEIVED_REQUEST", message: /larger than 65536 bytes/ },
};
