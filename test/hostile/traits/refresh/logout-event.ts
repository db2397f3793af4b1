import { set } from "../../mutate.ts";
import { logoutEvent } from "../../provider/messages.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a logout token in the place of an ID token",
  evil: { idToken: { claims: set({ events: { [logoutEvent]: {} }, jti: "j" }) } },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_JWT_TYPE", parameter: "events" },
};
