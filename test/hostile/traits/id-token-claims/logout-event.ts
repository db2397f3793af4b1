import { set } from "../../mutate.ts";
import { logoutEvent } from "../../provider/messages.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the event of a logout (OpenID Connect Back-Channel Logout §2.6)",
  evil: { idToken: { claims: set({ events: { [logoutEvent]: {} } }) } },
  twin: { idToken: { claims: set({ events: { "https://example.com/event": {} } }) } },
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", parameter: "events" },
};
