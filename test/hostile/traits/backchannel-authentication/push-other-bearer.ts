import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "pushed tokens with another bearer token (CIBA Core §10.3.1)",
  setting: { via: "push" },
  evil: {
    notification: ({ body, headers }) => ({ body, headers: { ...headers, authorization: "Bearer notify-token-2" } }),
  },
  twin: {},
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_NOTIFICATION_TOKEN",
    parameter: "client_notification_token",
  },
};
