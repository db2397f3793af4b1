import { set } from "../../mutate.ts";
import { logoutEvent } from "../../provider/messages.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an event that is text",
  evil: { logoutToken: { claims: set({ events: { [logoutEvent]: "now" } }) } },
  twin: { logoutToken: { claims: set({ events: { [logoutEvent]: { reason: "now" } } }) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", message: /events/ },
};
