import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the right token with another scheme",
  setting: { via: "ping" },
  evil: {
    notification: ({ body, headers }) => ({ body, headers: { ...headers, authorization: "Basic notify-token-1" } }),
  },
  twin: {},
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_NOTIFICATION_TOKEN",
    parameter: "client_notification_token",
  },
};
