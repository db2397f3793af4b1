import { set } from "../../mutate.ts";
import { logoutEvent } from "../../provider/messages.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "another event",
  evil: { logoutToken: { claims: set({ events: { [`${logoutEvent}/`]: {} } }) } },
  twin: { logoutToken: { claims: set({ events: { [logoutEvent]: {}, "https://example.com/event": {} } }) } },
  verdict: { family: "validation", code: "ERR_VALIDATION_CLAIMS", message: /events/ },
};
